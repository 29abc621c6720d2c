import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";
import { citiesRouter } from "./cities.ts";
import { deadLettersRouter, opsKitchensRouter, opsRidersRouter } from "./desk.ts";
import { opsMoneyRouter } from "./money.ts";
import { opsOrdersRouter } from "./orders.ts";
import { opsTrailRouter } from "./trail.ts";

/** What operators call. One procedure group a file (./orders.ts, …), merged in here. */
export const opsRouter = router({
  session: sessionRouter,
  orders: opsOrdersRouter,
  cities: citiesRouter,
  money: opsMoneyRouter,
  kitchens: opsKitchensRouter,
  riders: opsRidersRouter,
  deadLetters: deadLettersRouter,
  trail: opsTrailRouter,
});

export type OpsRouter = typeof opsRouter;
