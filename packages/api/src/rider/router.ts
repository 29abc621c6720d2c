import { sessionRouter, streamRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";

/** What the rider app calls. One procedure group a file (./shift.ts, ./rides.ts, …), merged in here. */
export const riderRouter = router({
  session: sessionRouter,
  stream: streamRouter,
});

export type RiderRouter = typeof riderRouter;
