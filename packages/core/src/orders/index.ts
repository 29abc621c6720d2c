export { cancelOrder } from "./cancel-order.ts";
export { orderEta } from "./order-eta.ts";
export { orderWire, type OrderView } from "./order-wire.ts";
export { placeOrder, type Placement } from "./place-order.ts";
export { quoteOrder } from "./quote-order.ts";
export { getOrder, listOrders } from "./read-orders.ts";
export type { FindRoute, OrderServices, Viewer } from "./services.ts";
export { acceptTicket, delayTicket, listTickets, markReady, rejectTicket, type TicketQuery } from "./tickets.ts";
export { trackOrder } from "./track-order.ts";
