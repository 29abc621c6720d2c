import { randomUUID, timingSafeEqual } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";
import type { Engine } from "./engine.ts";
import type { Faults } from "./faults.ts";
import type { Answer, Idempotency } from "./idempotency.ts";
import { capture, refund, voidPayment } from "./payment.ts";
import { Problem } from "./problem.ts";
import { captureRequest, createRequest, idempotencyKeyOf, readBody, refundRequest, voidRequest } from "./requests.ts";
import type { Store } from "./store.ts";
import { TOKENS, WEBHOOK_AFTER_SILENCE_MS } from "./tokens.ts";

export type SandboxHono = {
  Bindings: HttpBindings;
  /** Set while a fault keeps this call from being answered. */
  Variables: { webhookDelayMs?: number };
};
type Ctx = Context<SandboxHono>;

/** A caller that waits longer than this has no time-out of its own. */
const SILENCE_MS = 120_000;

/** Keeps the caller waiting, as a gateway that is overloaded or cut off does, until it hangs up. */
async function neverAnswer(c: Ctx): Promise<Response> {
  const { outgoing } = c.env;
  await new Promise<void>((done) => {
    const timer = setTimeout(done, SILENCE_MS);
    outgoing.once("close", () => {
      clearTimeout(timer);
      done();
    });
  });
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

function sameKey(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function send(c: Ctx, answer: Answer): Response {
  if (answer.replayed) c.header("Idempotency-Replayed", "true");
  return c.json(answer.body as object, answer.status as 200 | 201);
}

type Parts = { engine: Engine; store: Store; faults: Faults; idempotency: Idempotency; apiKey: string };

/** The merchant's API, `/v1`. */
export function paymentsApi({ engine, store, faults, idempotency, apiKey }: Parts): Hono<SandboxHono> {
  const api = new Hono<SandboxHono>();

  api.use(async (c, next) => {
    const [scheme, key = ""] = (c.req.header("authorization") ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !sameKey(key, apiKey))
      throw new Problem(401, "unknown_api_key", "Send the API key as Authorization: Bearer <key>.");
    await next();
  });

  // Faults come after the key is checked: they are the gateway's own troubles, not a stranger's.
  api.use(async (c, next): Promise<Response | void> => {
    const latency = faults.strikes("latency");
    if (latency) await sleep(latency.ms);
    if (faults.strikes("error")) throw new Problem(500, "gateway_error", "The gateway failed; it did not act.");
    if (faults.strikes("timeout_before")) return neverAnswer(c);
    const silent = faults.strikes("timeout_after") !== null;
    if (silent) c.set("webhookDelayMs", WEBHOOK_AFTER_SILENCE_MS);
    await next();
    if (!silent) return;
    const answered = await neverAnswer(c);
    c.res = undefined;
    c.res = answered;
  });

  api.post("/payments", async (c) => {
    const key = idempotencyKeyOf(c);
    const body = await readBody(c, createRequest);
    const behaviour = TOKENS[body.method.type][body.method.token];
    if (!behaviour)
      throw new Problem(422, "unknown_token", `There is no test ${body.method.type} called ${body.method.token}.`);
    if (behaviour.error) throw new Problem(500, "gateway_error", "The gateway failed; it did not act.");
    if (behaviour.silence === "before") return neverAnswer(c);
    const answer = await idempotency.once(key, "POST /payments", body, 201, async (keyed) => {
      if (behaviour.delayMs) await sleep(behaviour.delayMs);
      const webhookDelayMs = behaviour.silence === "after" ? WEBHOOK_AFTER_SILENCE_MS : c.get("webhookDelayMs");
      return engine.create(body, key, behaviour.verdict, keyed, new Date(), webhookDelayMs);
    });
    return behaviour.silence === "after" && !answer.replayed ? neverAnswer(c) : send(c, answer);
  });

  api.get("/payments", (c) => {
    const reference = c.req.query("reference");
    if (!reference) throw new Problem(400, "malformed_request", "Say which: ?reference=<your id>.");
    return c.json({ items: store.paymentsOf(reference).map((payment) => engine.present(payment)) });
  });

  api.get("/payments/:id", (c) => c.json(engine.present(engine.get(c.req.param("id")))));

  api.post("/payments/:id/capture", async (c) => {
    const { id } = engine.get(c.req.param("id"));
    const body = await readBody(c, captureRequest);
    const answer = await idempotency.once(idempotencyKeyOf(c), `POST ${id}/capture`, body, 200, async (keyed) => {
      const now = new Date();
      return engine.change(id, (payment) => capture(payment, body, now), now, keyed);
    });
    return send(c, answer);
  });

  api.post("/payments/:id/void", async (c) => {
    const { id } = engine.get(c.req.param("id"));
    const body = await readBody(c, voidRequest);
    const answer = await idempotency.once(idempotencyKeyOf(c), `POST ${id}/void`, body, 200, async (keyed) => {
      const now = new Date();
      return engine.change(id, (payment) => voidPayment(payment, now), now, keyed);
    });
    return send(c, answer);
  });

  api.post("/payments/:id/refunds", async (c) => {
    const { id } = engine.get(c.req.param("id"));
    const body = await readBody(c, refundRequest);
    const answer = await idempotency.once(idempotencyKeyOf(c), `POST ${id}/refunds`, body, 201, async (keyed) => {
      const now = new Date();
      const refundId = `ref_${randomUUID().replaceAll("-", "")}`;
      return engine.change(id, (payment) => refund(payment, body, refundId, now), now, keyed);
    });
    return send(c, answer);
  });

  return api;
}
