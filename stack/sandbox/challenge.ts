import { Hono } from "hono";
import type { SandboxHono } from "./api.ts";
import { challengePage, returnAddress, settledPage } from "./challenge-page.ts";
import type { Engine } from "./engine.ts";
import { settle, type Payment } from "./payment.ts";
import { Problem } from "./problem.ts";

/** The page where a customer approves or refuses (3-D Secure's challenge). The link is the proof of who may. */
export function challengeRoutes(engine: Engine): Hono<SandboxHono> {
  const routes = new Hono<SandboxHono>();

  const known = (id: string, challenge: unknown): Payment => {
    const payment = engine.get(id);
    if (payment.challenge === null || payment.challenge !== challenge)
      throw new Problem(404, "payment_not_found", "This link is not complete. Open it again from the shop.");
    return payment;
  };

  routes.get("/:id", (c) => {
    const payment = known(c.req.param("id"), c.req.query("challenge"));
    return payment.status === "pending" ? challengePage(payment) : settledPage(payment);
  });

  routes.post("/:id", async (c) => {
    const form = await c.req.parseBody();
    const payment = known(c.req.param("id"), form["challenge"]);
    if (form["decision"] !== "approve" && form["decision"] !== "refuse")
      throw new Problem(400, "malformed_request", "decision is approve or refuse.");
    // A second click, or a click after the merchant has cancelled, changes nothing and just leads back.
    if (payment.status === "pending") {
      const now = new Date();
      const verdict = form["decision"] === "approve" ? "authorized" : { declined: "authentication_refused" };
      engine.change(payment.id, (current) => settle(current, verdict, now), now);
    }
    const back = returnAddress(payment);
    return back ? c.redirect(back, 303) : settledPage(engine.get(payment.id));
  });

  return routes;
}
