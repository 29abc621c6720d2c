import { createHash, createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { channels } from "@tiffin/domain/wire/live";
import type { BenchStack } from "../harness/stack.ts";
import { RAW_EVENT } from "./fleet/fleet-plan.ts";

/**
 * Publishes straight to the live server, past the house, at that rate: what remains of an event's way when nothing is
 * decided, written or relayed. Those who listen say how long it took.
 */
export async function publishRaw(
  stack: Pick<BenchStack, "urls" | "soketiApp">,
  riderIds: readonly string[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<void> {
  const count = Math.round(perSecond * seconds);
  for (let sent = 0; sent < count; sent += 1) {
    await publish(stack, channels.rider(riderIds[sent % riderIds.length]!));
    await pause(1_000 / perSecond);
  }
}

/** One event by the Pusher protocol's HTTP API, with the signature that it asks for. @throws Error when it is refused */
async function publish({ urls, soketiApp }: Pick<BenchStack, "urls" | "soketiApp">, channel: string): Promise<void> {
  const { id, key, secret } = soketiApp;
  const body = JSON.stringify({ name: RAW_EVENT, channels: [channel], data: JSON.stringify({ at: Date.now() }) });
  const path = `/apps/${id}/events`;
  const query = new URLSearchParams({
    auth_key: key,
    auth_timestamp: String(Math.floor(Date.now() / 1_000)),
    auth_version: "1.0",
    body_md5: createHash("md5").update(body).digest("hex"),
  });
  const signature = createHmac("sha256", secret).update(`POST\n${path}\n${query.toString()}`).digest("hex");
  const response = await fetch(new URL(`${path}?${query.toString()}&auth_signature=${signature}`, urls.soketi), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const answer = await response.text();
  if (!response.ok || !answer.includes('"ok":true')) throw new Error(`the live server refuses an event: ${answer}`);
}
