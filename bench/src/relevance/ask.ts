import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { DEMO_OTP, demoPhones } from "@tiffin/db/seed/people/accounts";
import { RADIUS_KM } from "./judge.ts";
import type { JudgedQuery } from "./judged-queries.ts";

const tokensSchema = z.object({ accessToken: z.string() });
const pageSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const TRIES = 8;

/**
 * Searches through the gateway as one of the demo city's customers does, ten results a query, whatever is open.
 * @throws Error where the gateway refuses or can't be reached
 */
export async function askThroughGateway(gatewayUrl: string): Promise<(query: JudgedQuery) => Promise<string[]>> {
  const phone = demoPhones.customers[0];
  await post(`${gatewayUrl}/v1/auth/otp`, { phone });
  const { accessToken } = tokensSchema.parse(await post(`${gatewayUrl}/v1/auth/token`, { phone, otp: DEMO_OTP }));
  return async ({ text, place, filters }) => {
    const search = new URLSearchParams({
      lat: String(place.lat),
      lng: String(place.lng),
      q: text,
      radiusKm: String(RADIUS_KM),
      limit: "10",
      ...Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, String(value)])),
    });
    const page = await call(`${gatewayUrl}/v1/restaurants?${search.toString()}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    return pageSchema.parse(page).items.map(({ id }) => id);
  };
}

function post(url: string, body: unknown): Promise<unknown> {
  return call(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function call(url: string, init: RequestInit): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    if (response.ok) return text === "" ? undefined : JSON.parse(text);
    const mayPass = response.status === 429 || response.status === 503;
    if (!mayPass || attempt === TRIES) throw new Error(`${response.status} from ${url}: ${text.slice(0, 300)}`);
    await pause(Math.min(30, Number(response.headers.get("retry-after") ?? 1) || 1) * 1_000);
  }
}
