import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";
import { citiesRouter } from "./cities.ts";
import { opsMoneyRouter } from "./money.ts";
import { opsOrdersRouter } from "./orders.ts";

/** What operators call. One procedure group a file (./orders.ts, …), merged in here. */
export const opsRouter = router({
  session: sessionRouter,
  orders: opsOrdersRouter,
  cities: citiesRouter,
  money: opsMoneyRouter,
});

export type OpsRouter = typeof opsRouter;
