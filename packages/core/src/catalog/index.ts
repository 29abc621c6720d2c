export { createAddress, deleteAddress, listAddresses, type NewAddress } from "./addresses.ts";
export { cityMap, getCity, listCities, type CityMap } from "./cities.ts";
export { importMapSchema, type ImportMap } from "./import/field-map.ts";
export { describeReport, refusedCsv, type ImportReport } from "./import/import-report.ts";
export {
  ensureCity,
  ImportError,
  importRestaurants,
  largestCity,
  type ImportRequest,
} from "./import/import-restaurants.ts";
export { readCsv, readGeoJson, type Source } from "./import/read-source.ts";
export { createKitchenLoads, type CityLoad, type KitchenLoads, type KitchenLoadsOptions } from "./kitchen-loads.ts";
export {
  getKitchenMenu,
  listKitchens,
  updateKitchen,
  updateMenuItem,
  type UpdateKitchen,
  type UpdateMenuItem,
} from "./kitchens.ts";
export { getMenu } from "./menu.ts";
export { isAccepting, opennessOf, restaurantState, type RestaurantState } from "./restaurant-state.ts";
export type { CatalogServices } from "./services.ts";
