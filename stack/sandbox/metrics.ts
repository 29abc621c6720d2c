import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

const sample = (name: string, label: string, values: Iterable<[string | number, number]>) =>
  [...values].map(([key, value]) => `${name}{${label}="${key}"} ${value}`);

/** Prometheus text. */
export function metricsText(store: Store, webhooks: Webhooks, requests: Map<number, number>): string {
  const byStatus = new Map<string, number>();
  for (const { status } of store.payments.values()) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  return [
    "# HELP sandbox_http_requests_total Answers by HTTP status.",
    "# TYPE sandbox_http_requests_total counter",
    ...sample("sandbox_http_requests_total", "status", requests),
    "# HELP sandbox_payments Payments in the store by status.",
    "# TYPE sandbox_payments gauge",
    ...sample("sandbox_payments", "status", byStatus),
    "# HELP sandbox_webhook_attempts_total Webhook deliveries by outcome.",
    "# TYPE sandbox_webhook_attempts_total counter",
    ...sample("sandbox_webhook_attempts_total", "outcome", Object.entries(webhooks.counts)),
    "# HELP sandbox_webhooks_waiting Events not yet taken by the receiver.",
    "# TYPE sandbox_webhooks_waiting gauge",
    `sandbox_webhooks_waiting ${webhooks.waiting()}`,
    "",
  ].join("\n");
}
