import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { importJWK, jwtVerify, type JWTPayload } from "jose";

// What a Hono route costs that only checks the token: `/verify` its signature each time, `/known` from memory once it was
// seen. `bare-route.ts <public JWK> <issuer> <audience> <algorithm>`; prints its port.
const [jwk = "{}", issuer = "", audience = "", algorithm = ""] = process.argv.slice(2);
const key = await importJWK(JSON.parse(jwk), algorithm);
const seen = new Map<string, JWTPayload>();

async function verify(token: string): Promise<JWTPayload> {
  return (await jwtVerify(token, key, { issuer, audience, algorithms: [algorithm] })).payload;
}

async function verifyOnce(token: string): Promise<JWTPayload> {
  const fingerprint = createHash("sha256").update(token).digest("base64");
  const known = seen.get(fingerprint);
  if (known !== undefined && (known.exp ?? 0) * 1_000 > Date.now()) return known;
  const payload = await verify(token);
  seen.set(fingerprint, payload);
  return payload;
}

const app = new Hono();
for (const [path, check] of [
  ["/verify", verify],
  ["/known", verifyOnce],
] as const) {
  app.get(path, async (context) => {
    const token = context.req.header("authorization")?.replace(/^Bearer /, "") ?? "";
    try {
      return context.json({ sub: (await check(token)).sub });
    } catch {
      return context.json({ title: "Unauthorized" }, 401);
    }
  });
}
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, (info: AddressInfo) => {
  process.stdout.write(`${info.port}\n`);
});
process.once("SIGTERM", () => server.close(() => process.exit(0)));
