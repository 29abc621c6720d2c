import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";

/** What the customer app calls. One procedure group a file (./orders.ts, ./restaurants.ts, …), merged in here. */
export const customerRouter = router({
  session: sessionRouter,
});

export type CustomerRouter = typeof customerRouter;
