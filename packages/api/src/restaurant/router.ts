import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";

/** What the restaurant's tablet calls. One procedure group a file (./tickets.ts, ./menu.ts, …), merged in here. */
export const restaurantRouter = router({
  session: sessionRouter,
});

export type RestaurantRouter = typeof restaurantRouter;
