import { createRoute, z } from "@hono/zod-openapi";
import { takePaymentWebhook } from "@tiffin/api/webhooks";
import type { Gateway } from "../http/types.ts";
import { json, problems, restApp } from "./route-parts.ts";

/** The payment gateways, and the header that each signs its webhooks in. */
const SIGNED_BY = {
  sandbox: "sandbox-signature",
  stripe: "stripe-signature",
  razorpay: "x-razorpay-signature",
} as const;

const routeOf = (provider: keyof typeof SIGNED_BY) =>
  createRoute({
    method: "post",
    path: `/webhooks/${provider}`,
    tags: ["webhooks"],
    summary: `What ${provider} tells of its own accord, where it is set up as a payment gateway`,
    description: `Signed over the raw body by \`${SIGNED_BY[provider]}\`; each event counts once, in any order.`,
    request: { body: { required: true, content: { "application/json": { schema: z.looseObject({}) } } } },
    responses: { 200: json(z.object({ outcome: z.string() }), "Taken"), ...problems(400, 401, 404, 503) },
  });

export function webhookRoutes({ services }: Gateway) {
  const app = restApp();
  for (const provider of ["sandbox", "stripe", "razorpay"] as const) {
    const route = routeOf(provider);
    app.openAPIRegistry.registerPath(route);
    // The signature is over the bytes that were sent, so the body is read as text and parsed behind the check.
    app.post(route.path, async (c) => {
      const message = { body: await c.req.text(), header: (name: string) => c.req.header(name) };
      return c.json(await takePaymentWebhook(services, provider, message, c.get("now")));
    });
  }
  return app;
}
