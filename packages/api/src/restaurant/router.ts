import { sessionRouter } from "../identity/router.ts";
import { opsRouter } from "../ops/router.ts";
import { pushRouter } from "../push.ts";
import { kitchenStatementRouter } from "../statements.ts";
import { router } from "../trpc.ts";
import { hoursRouter } from "./hours.ts";
import { homeProcedure, kitchenRouter } from "./kitchens.ts";
import { menuRouter } from "./menu.ts";
import { ticketsRouter } from "./tickets.ts";

/**
 * What the restaurant's tablet calls. One procedure group a file (./tickets.ts, ./menu.ts, …), merged in here:
 *
 * - `home` → KitchenHome (for every signed-in caller: `kitchens` is empty for who works nowhere)
 * - `tickets.list(ticketQuery)` → TicketList; `.accept({id, prepMinutes})`, `.delay({id, minutes, readyBy?})`, `.reject({id, reason})`, `.ready({id})` → Ticket
 * - `menu.get({restaurantId})` → Menu; `menu.updateItem({id, available?, unavailableUntil?, price?})` → MenuItem
 * - `hours.get({restaurantId})`, `.setWeek({restaurantId, hours})`, `.closeOn({restaurantId, date, reason?})`, `.reopenOn({restaurantId, date})` → KitchenHours
 * - `statement.get({from, to, restaurantId?})` → Statement; `.csv(…)` → {csv}
 * - `kitchen.update(updateKitchen)` → Kitchen
 * - `push.key()` → PushKey; `push.subscribe(pushSubscription)`, `push.unsubscribe({endpoint})`: Web Push, for every app alike
 * - `ops`: the ops router (../ops/router.ts), for the app's /ops pages
 */
export const restaurantRouter = router({
  session: sessionRouter,
  home: homeProcedure,
  kitchen: kitchenRouter,
  hours: hoursRouter,
  menu: menuRouter,
  tickets: ticketsRouter,
  statement: kitchenStatementRouter,
  push: pushRouter("restaurant"),
  ops: opsRouter,
});

export type RestaurantRouter = typeof restaurantRouter;
