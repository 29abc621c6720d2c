import { cityMap, type CityMap } from "@tiffin/core/catalog";
import type { Services } from "./services.ts";

/** A city's streets, parks and water as GeoJSON. @throws DomainError NOT_FOUND */
export function readCityMap(services: Services, citySlug: string): Promise<CityMap> {
  return cityMap(services, citySlug);
}
