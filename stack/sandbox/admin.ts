import { Hono } from "hono";
import type { SandboxHono } from "./api.ts";
import { parseFaultKind, type Faults } from "./faults.ts";
import type { Payment } from "./payment.ts";
import { Problem } from "./problem.ts";
import { faultRequest, readBody } from "./requests.ts";
import type { Store } from "./store.ts";

const MOST = 1_000;

const auditRow = (payment: Payment) => ({
  id: payment.id,
  reference: payment.reference,
  amount: payment.amount,
  currency: payment.currency,
  status: payment.status,
  captured: payment.captured,
  refunded: payment.refunded,
  idempotencyKey: payment.idempotencyKey,
  createdAt: payment.createdAt,
});

/**
 * For tests and audits; not for merchants, and with no key: this process holds play money and listens on loopback
 * unless HOST says otherwise.
 */
export function adminApi(store: Store, faults: Faults): Hono<SandboxHono> {
  const admin = new Hono<SandboxHono>();

  /** All payments of an order, oldest first; without `reference` the newest thousand of all. */
  admin.get("/payments", (c) => {
    const reference = c.req.query("reference");
    const payments =
      reference === undefined ? [...store.payments.values()].slice(-MOST).toReversed() : store.paymentsOf(reference);
    return c.json(payments.map(auditRow));
  });

  /** The newest events, of one `type` or all, and what became of their delivery. */
  admin.get("/events", (c) => {
    const type = c.req.query("type");
    const events = [...store.events.values()].filter((event) => type === undefined || event.type === type);
    return c.json(events.slice(-MOST).toReversed());
  });

  admin.get("/faults", (c) => c.json({ faults: faults.list() }));
  admin.post("/faults", async (c) => {
    const body = await readBody(c, faultRequest);
    const parsed = parseFaultKind(body.kind);
    if (!parsed)
      throw new Problem(
        400,
        "unknown_fault",
        "kind is latency:<ms>, timeout_before, timeout_after, error, webhook_drop, webhook_duplicate or webhook_delay:<ms>.",
      );
    faults.set({ ...parsed, rate: body.rate, times: body.times ?? null });
    return c.json({ faults: faults.list() }, 201);
  });
  admin.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  return admin;
}
