import type { Database } from "@tiffin/db/client";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import type { KitchenLoads } from "../catalog/index.ts";
import type { FindTravel } from "../location/index.ts";
import type { PaymentGateways } from "../payments/index.ts";
import type { Realtime } from "../realtime/index.ts";
import type { RedisClient } from "../redis/index.ts";

/** The way between two places of a city, over its streets where they are known. */
export type FindRoute = (
  cityId: string,
  from: Location,
  to: Location,
) => Promise<{ readonly distanceMeters: number; readonly durationSeconds: number; readonly polyline: Polyline }>;

export interface OrderServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly gateways: PaymentGateways;
  readonly findRoute: FindRoute;
  readonly findTravel: FindTravel;
  readonly kitchenLoads: KitchenLoads;
  readonly realtime: Pick<Realtime, "stream">;
  /** Signs cursors; the same in every process. */
  readonly cursorSecret: string;
  readonly config: {
    readonly demo: boolean;
    readonly urls: { readonly gatewayPublic: string; readonly customer: string };
  };
}

/** Who asks to see an order; from the access token. */
export interface Viewer {
  readonly userId: string;
  readonly roles: readonly string[];
}
