import { createRoute, z } from "@hono/zod-openapi";
import { takeSandboxWebhook } from "@tiffin/api/webhooks";
import { notFound } from "@tiffin/domain/errors";
import type { Gateway } from "../http/types.ts";
import { json, problems, restApp } from "./route-parts.ts";

const route = createRoute({
  method: "post",
  path: "/webhooks/sandbox",
  tags: ["webhooks"],
  summary: "What the payment gateway tells of its own accord",
  description: "Signed over the raw body by `sandbox-signature`; each event counts once, in any order.",
  request: { body: { required: true, content: { "application/json": { schema: z.looseObject({}) } } } },
  responses: { 200: json(z.object({ outcome: z.string() }), "Taken"), ...problems(400, 401) },
});

export function webhookRoutes({ services, config }: Gateway) {
  const app = restApp();
  app.openAPIRegistry.registerPath(route);
  // The signature is over the bytes that were sent, so the body is read as text and parsed behind the check.
  app.post("/webhooks/sandbox", async (c) => {
    if (config.services.payments.provider !== "sandbox") throw notFound("payment gateway");
    const message = { body: await c.req.text(), signature: c.req.header("sandbox-signature") };
    return c.json(await takeSandboxWebhook(services, message, c.get("now")));
  });
  for (const provider of ["stripe", "razorpay"]) {
    app.openAPIRegistry.registerPath({
      method: "post",
      path: `/webhooks/${provider}`,
      tags: ["webhooks"],
      summary: `What ${provider} tells of its own accord, where it is the payment gateway`,
      request: { body: { required: true, content: { "application/json": { schema: z.looseObject({}) } } } },
      responses: { ...problems(404) },
    });
    app.post(`/webhooks/${provider}`, () => {
      throw notFound("payment gateway here: it is not configured");
    });
  }
  return app;
}
