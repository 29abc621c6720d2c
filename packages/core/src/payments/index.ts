export {
  gatewayFor,
  gatewayOf,
  KEY_LIFETIME_MS,
  type AuthoriseRequest,
  type AuthoriseResult,
  type ChangeResult,
  type GatewayPayment,
  type NextAction,
  type OnlineProvider,
  type PaymentGateway,
  type PaymentGateways,
  type PaymentInstrument,
  type RetrieveResult,
} from "./port.ts";
export { createSandboxGateway, type SandboxGatewayOptions } from "./sandbox-gateway.ts";
export { createCashGateway } from "./cash-gateway.ts";
export { createPaymentGateways, paymentOptions, verifyPaymentWebhook, type PaymentsConfig } from "./payments-config.ts";
export { paymentsConfig, paymentsEnv, paymentsEnvProblems } from "./payments-env.ts";
export { recordAuthorisation } from "./record-authorisation.ts";
export {
  capturePayment,
  reconcilePayment,
  voidOrRefund,
  type PaymentPorts,
  type Reconciliation,
} from "./reconcile-payment.ts";
export { listPaymentsDue, reconcileDue, type ReconciliationReport } from "./reconcile-due.ts";
export { refundOrder, type RefundRequest } from "./refund-order.ts";
export { askingFor } from "./own-charges.ts";
export { listReviews } from "./review.ts";
export { handlePaymentWebhook, type WebhookOutcome } from "./handle-webhook.ts";
export type { PaymentWebhook, WebhookMessage } from "./webhook.ts";
export { PENDING_LIMIT_MS } from "./settlement.ts";
