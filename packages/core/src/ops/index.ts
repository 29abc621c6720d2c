export { depositCash, listPaymentReviews, refundOpsOrder } from "./ops-money.ts";
export { liveRiders } from "./live-riders.ts";
export { assignOpsOrder, cancelOpsOrder, getOpsOrder, listOpsOrders, type OpsServices } from "./ops-orders.ts";
