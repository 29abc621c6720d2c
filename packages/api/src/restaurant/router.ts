import { sessionRouter } from "../identity/router.ts";
import { router } from "../trpc.ts";

/**
 * What the restaurant's tablet calls. One procedure group a file (./tickets.ts, ./menu.ts, …), merged in here:
 *
 * - `home` → KitchenHome (for every signed-in caller: `kitchens` is empty for who works nowhere)
 * - `tickets.list(ticketQuery)` → TicketList; `.accept({id, prepMinutes})`, `.reject({id, reason})`, `.ready({id})` → Ticket
 * - `menu.get({restaurantId})` → Menu; `menu.updateItem({id, available?, price?})` → MenuItem
 * - `kitchen.update(updateKitchen)` → Kitchen
 * - `ops`: the ops router, for the app's /ops page (`orders.list(opsOrderQuery)`, `.get({id})`, `.assign({id, riderId})`, `.cancel({id, reason})`)
 */
export const restaurantRouter = router({
  session: sessionRouter,
});

export type RestaurantRouter = typeof restaurantRouter;
