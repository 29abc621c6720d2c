import type { DispatchServices } from "../dispatch/index.ts";
import type { FindTravel } from "../location/index.ts";
import type { OrderServices } from "../orders/index.ts";

export type OpsServices = Pick<OrderServices, "db" | "cursorSecret"> &
  Pick<DispatchServices, "redis"> & { readonly findTravel: FindTravel };
