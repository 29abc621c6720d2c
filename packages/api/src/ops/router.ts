import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";

/** What operators call. One procedure group a file (./orders.ts, …), merged in here. */
export const opsRouter = router({
  session: sessionRouter,
});

export type OpsRouter = typeof opsRouter;
