import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  API_KEY,
  call,
  card,
  startReceiver,
  startSandboxProcess,
  WEBHOOK_SECRET,
  type SandboxProcess,
} from "./testing/sandbox-process.ts";
import { signWebhook } from "./webhooks.ts";

const folder = mkdtempSync(join(tmpdir(), "tiffin-sandbox-"));
const freshStore = () => join(folder, `${crypto.randomUUID()}.jsonl`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type AdminRow = { id: string; status: string; captured: number; refunded: number; idempotencyKey: string };
const audit = async (url: string, reference: string): Promise<AdminRow[]> => {
  const response = await fetch(`${url}/admin/payments?reference=${reference}`);
  return (await response.json()) as AdminRow[];
};
const setFault = (url: string, fault: object) =>
  fetch(`${url}/admin/faults`, { method: "POST", body: JSON.stringify(fault) });
const timeout = { name: "TimeoutError" };

describe("a running sandbox", () => {
  let sandbox: SandboxProcess;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver();
    sandbox = await startSandboxProcess({ store: freshStore(), webhookUrl: receiver.url });
  });
  afterAll(async () => {
    await sandbox.end("SIGTERM");
    await receiver.close();
  });
  afterEach(() => fetch(`${sandbox.url}/admin/faults`, { method: "DELETE" }));

  const pay = (key: string, body: unknown, within?: number) =>
    call(sandbox.url, "POST", "/v1/payments", { key, body, ...(within ? { within } : {}) });

  it("authorises, captures and refunds in parts, and lists it for an audit", async () => {
    const { status, body } = await pay("life-1", card("tok_ok", { reference: "life" }));
    expect([status, body.status]).toEqual([201, "authorized"]);
    const at = `/v1/payments/${body.id}`;
    const captured = await call(sandbox.url, "POST", `${at}/capture`, { key: "life-2", body: {} });
    expect(captured.body).toMatchObject({ status: "captured", captured: 25_000 });
    const part = await call(sandbox.url, "POST", `${at}/refunds`, { key: "life-3", body: { amount: 10_000 } });
    expect(part).toMatchObject({ status: 201, body: { status: "captured", refunded: 10_000 } });
    const again = await call(sandbox.url, "POST", `${at}/refunds`, { key: "life-3", body: { amount: 10_000 } });
    expect(again).toMatchObject({ replayed: true, body: { refunded: 10_000 } });
    const rest = await call(sandbox.url, "POST", `${at}/refunds`, { key: "life-4", body: {} });
    expect(rest.body).toMatchObject({ status: "refunded", refunded: 25_000 });
    expect((await call(sandbox.url, "GET", at)).body).toMatchObject({ status: "refunded" });
    expect(await audit(sandbox.url, "life")).toEqual([
      {
        id: body.id,
        reference: "life",
        amount: 25_000,
        currency: "INR",
        status: "refunded",
        captured: 25_000,
        refunded: 25_000,
        idempotencyKey: "life-1",
        createdAt: body["createdAt"],
      },
    ]);
  });

  it("acts once for a key, however many come at the same moment", async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => pay("same", card("tok_slow"))));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect(replies.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const other = await pay("same", card("tok_slow", { amount: 1 }));
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  });

  it("declines, fails and stays silent by token", async () => {
    expect((await pay("d", card("tok_declined"))).body).toMatchObject({
      status: "declined",
      declineCode: "card_declined",
    });
    expect((await pay("e", card("tok_error", { reference: "e" }))).status).toBe(500);
    expect(await audit(sandbox.url, "e")).toEqual([]);
    await expect(pay("tb", card("tok_timeout_before", { reference: "tb" }), 300)).rejects.toMatchObject(timeout);
    expect(await audit(sandbox.url, "tb")).toEqual([]);
    await expect(pay("ta", card("tok_timeout_after", { reference: "ta" }), 300)).rejects.toMatchObject(timeout);
    expect(await audit(sandbox.url, "ta")).toMatchObject([{ status: "authorized", idempotencyKey: "ta" }]);
    // The caller that asks again under its key learns what became of it.
    expect(await pay("ta", card("tok_timeout_after", { reference: "ta" }))).toMatchObject({
      status: 201,
      replayed: true,
    });
  });

  it("decides UPI requests later and says so by webhook", async () => {
    const [ok, pending, expired] = await Promise.all(
      ["vpa_ok", "vpa_pending", "vpa_expired"].map((token) => pay(token, card(token, { reference: token }))),
    );
    expect([ok?.body.status, pending?.body.status, expired?.body.status]).toEqual(["authorized", "pending", "pending"]);
    const told = (type: string, id: string | undefined) =>
      receiver.deliveries.some(({ body }) => body.includes(`"${type}"`) && id !== undefined && body.includes(id));
    await receiver.until(
      () => told("payment.authorized", pending?.body.id) && told("payment.declined", expired?.body.id),
    );
    expect(await audit(sandbox.url, "vpa_pending")).toMatchObject([{ status: "authorized" }]);
    expect(await audit(sandbox.url, "vpa_expired")).toMatchObject([{ status: "declined" }]);
  });

  it("asks the customer on a page, and takes one answer", async () => {
    const returnUrl = "http://shop.example/orders/7?tab=status";
    const { body } = await pay("3ds", card("tok_3ds", { reference: "3ds", returnUrl }));
    const { url } = body["nextAction"] as { url: string };
    const page = await fetch(url);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("form-action 'self' http://shop.example");
    expect(await page.text()).toMatch(/₹250\.00[\s\S]*Approve[\s\S]*Refuse/);
    const answer = (decision: string, challenge = new URL(url).searchParams.get("challenge") ?? "") =>
      fetch(`${sandbox.url}/3ds/${body.id}`, {
        method: "POST",
        body: new URLSearchParams({ challenge, decision }),
        redirect: "manual",
      });
    expect((await answer("approve", "guessed")).status).toBe(404);
    const approved = await answer("approve");
    expect([approved.status, approved.headers.get("location")]).toEqual([303, `${returnUrl}&payment=${body.id}`]);
    expect((await answer("refuse")).status).toBe(303);
    expect(await audit(sandbox.url, "3ds")).toMatchObject([{ status: "authorized" }]);
    expect(await (await fetch(url)).text()).toContain("Approved");
  });

  it("refuses with a problem what is wrong, and never with a 500", async () => {
    const reasons = async (reply: ReturnType<typeof pay>) => {
      const { status, body } = await reply;
      return [status, body.code];
    };
    expect(await reasons(pay("", card("tok_ok")))).toEqual([400, "idempotency_key_required"]);
    expect(await reasons(pay("w1", "{"))).toEqual([400, "malformed_json"]);
    for (const amount of [0, -1, 1.5, "5", 1e13, null])
      expect(await reasons(pay("w2", card("tok_ok", { amount })))).toEqual([400, "malformed_request"]);
    expect(await reasons(pay("w3", card("tok_ok", { currency: "rupees" })))).toEqual([400, "malformed_request"]);
    expect(await reasons(pay("w4", card("tok_ok", { returnUrl: "javascript:alert(1)" })))).toEqual([
      400,
      "malformed_request",
    ]);
    expect(await reasons(pay("w5", card("tok_unknown")))).toEqual([422, "unknown_token"]);
    expect(await reasons(pay("w6", card("tok_ok", { reference: "x".repeat(70_000) })))).toEqual([
      413,
      "body_too_large",
    ]);
    const stranger = call(sandbox.url, "POST", "/v1/payments", { key: "w7", body: card("tok_ok"), apiKey: "stranger" });
    expect(await reasons(stranger)).toEqual([401, "unknown_api_key"]);
    const missing = call(sandbox.url, "POST", "/v1/payments/pay_0/capture", { key: "w8", body: {} });
    expect(await reasons(missing)).toEqual([404, "payment_not_found"]);
    const { body } = await pay("w9", card("tok_ok"));
    const over = (path: string, asked: object) =>
      reasons(call(sandbox.url, "POST", `/v1/payments/${body.id}/${path}`, { key: crypto.randomUUID(), body: asked }));
    expect(await over("capture", { amount: 25_001 })).toEqual([422, "amount_too_large"]);
    expect(await over("capture", { currency: "EUR" })).toEqual([422, "currency_mismatch"]);
    expect(await over("refunds", {})).toEqual([409, "payment_authorized"]);
    expect((await setFault(sandbox.url, { kind: "flood" })).status).toBe(400);
    expect((await setFault(sandbox.url, { kind: "error", rate: 2 })).status).toBe(400);
  });

  it("has the faults that are set, for as many calls as were said", async () => {
    await setFault(sandbox.url, { kind: "error", times: 1 });
    expect((await pay("f1", card("tok_ok", { reference: "f1" }))).status).toBe(500);
    expect((await pay("f1", card("tok_ok", { reference: "f1" }))).status).toBe(201);
    await setFault(sandbox.url, { kind: "timeout_before", times: 1 });
    await expect(pay("f2", card("tok_ok", { reference: "f2" }), 300)).rejects.toMatchObject(timeout);
    expect(await audit(sandbox.url, "f2")).toEqual([]);
    await setFault(sandbox.url, { kind: "timeout_after", times: 1 });
    await expect(pay("f3", card("tok_ok", { reference: "f3" }), 300)).rejects.toMatchObject(timeout);
    expect(await audit(sandbox.url, "f3")).toMatchObject([{ status: "authorized" }]);
    await setFault(sandbox.url, { kind: "latency:50", rate: 1 });
    expect((await pay("f4", card("tok_ok"))).status).toBe(201);
  });

  it("is observable", async () => {
    expect(await (await fetch(`${sandbox.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect((await fetch(`${sandbox.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${sandbox.url}/metrics`)).text()).toMatch(/sandbox_payments\{status="authorized"\} \d+/);
  });
});

describe("webhooks of a running sandbox", () => {
  it("come signed and again until they are taken; twice, late or never when told so", async () => {
    const receiver = await startReceiver((_, count) => (count <= 2 ? 503 : 204));
    const sandbox = await startSandboxProcess({ store: freshStore(), webhookUrl: receiver.url });
    const pay = (key: string) => call(sandbox.url, "POST", "/v1/payments", { key, body: card("tok_ok") });

    const { body: payment } = await pay("one");
    await receiver.until(() => receiver.deliveries.length === 3);
    const events = receiver.deliveries.map(({ body }) => JSON.parse(body) as { id: string });
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    const { headers, body } = receiver.deliveries[0] ?? { headers: {}, body: "" };
    const signature = String(headers["sandbox-signature"]);
    const at = new Date(Number(/t=(\d+)/.exec(signature)?.[1]) * 1000);
    expect(signature).toBe(signWebhook(WEBHOOK_SECRET, body, at));
    expect(headers["sandbox-event-id"]).toBe(events[0]?.id);
    expect(JSON.parse(body)).toMatchObject({ type: "payment.authorized", data: { payment: { id: payment.id } } });

    await setFault(sandbox.url, { kind: "webhook_duplicate", times: 1 });
    await pay("two");
    await receiver.until(() => receiver.deliveries.length === 5);
    expect(receiver.deliveries[3]?.headers["sandbox-event-id"]).toBe(
      receiver.deliveries[4]?.headers["sandbox-event-id"],
    );

    await setFault(sandbox.url, { kind: "webhook_drop", times: 1 });
    const dropped = await pay("three");
    await setFault(sandbox.url, { kind: "webhook_delay:400", times: 1 });
    const late = await pay("four");
    const prompt = await pay("five");
    await receiver.until(() => receiver.deliveries.length === 7);
    const order = receiver.deliveries.slice(5).map((delivery) => /pay_\w+/.exec(delivery.body)?.[0]);
    expect(order).toEqual([prompt.body.id, late.body.id]);
    expect(receiver.deliveries.some((delivery) => delivery.body.includes(dropped.body.id))).toBe(false);
    await sandbox.end("SIGTERM");
    await receiver.close();
  });
});

describe("a sandbox that dies", () => {
  it("keeps payments, keys, pending decisions and webhooks it owes over kill -9", async () => {
    const store = freshStore();
    let taking = false;
    const receiver = await startReceiver(() => (taking ? 200 : 500));
    const first = await startSandboxProcess({ store, webhookUrl: receiver.url });
    const ok = await call(first.url, "POST", "/v1/payments", { key: "k1", body: card("tok_ok") });
    const upi = await call(first.url, "POST", "/v1/payments", { key: "k2", body: card("vpa_pending") });
    await call(first.url, "POST", `/v1/payments/${ok.body.id}/capture`, { key: "k3", body: {} });
    expect(await first.end("SIGKILL")).toBeNull();
    // The process died in the middle of a line.
    appendFileSync(store, '{"payment":{"id":"pay_torn');

    taking = true;
    const second = await startSandboxProcess({ store, webhookUrl: receiver.url });
    const repeat = await call(second.url, "POST", "/v1/payments", { key: "k1", body: card("tok_ok") });
    expect(repeat).toMatchObject({ status: 201, replayed: true, body: ok.body });
    expect(await audit(second.url, "order-1")).toMatchObject([
      { id: ok.body.id, status: "captured", captured: 25_000 },
      { id: upi.body.id },
    ]);
    const upiAuthorised = () =>
      receiver.deliveries.some(({ body }) => body.includes(upi.body.id) && body.includes("payment.authorized"));
    await receiver.until(upiAuthorised);
    await receiver.until(() => new Set(receiver.types()).has("payment.captured"));
    expect(await second.end("SIGTERM")).toBe(0);
    expect(readFileSync(store, "utf8")).not.toContain("pay_torn");
    await receiver.close();
  });

  it("stops in order while callers are kept waiting", async () => {
    const sandbox = await startSandboxProcess({ store: freshStore() });
    const hanging = call(sandbox.url, "POST", "/v1/payments", { key: "h", body: card("tok_timeout_after") });
    const settled = hanging.catch((error: unknown) => error);
    await expect.poll(() => audit(sandbox.url, "order-1")).toHaveLength(1);
    expect(await sandbox.end("SIGTERM")).toBe(0);
    expect(await settled).toBeInstanceOf(Error);
  });

  it("says in one line why it does not start", () => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const start = (env: Record<string, string>) =>
      spawnSync(process.execPath, ["--import", "tsx", main], {
        env: { PATH: process.env["PATH"], PORT: "0", SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET, ...env },
        encoding: "utf8",
      });
    const missing = start({ SANDBOX_STORE: freshStore() });
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining("SANDBOX_API_KEY")]);
    const corrupt = freshStore();
    writeFileSync(corrupt, "not json\n");
    const refused = start({ SANDBOX_STORE: corrupt, SANDBOX_API_KEY: API_KEY });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("line 1 is not a record")]);
  });
});
