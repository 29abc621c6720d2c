export { transitionOrder, type TransitionRequest } from "./transition-order.ts";
export { outboxMessageFor } from "./outbox-message.ts";
