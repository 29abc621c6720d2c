import { createHash, createHmac } from "node:crypto";
import type { BenchStack } from "../harness/stack.ts";

const BATCH = 100;
const CALLS_AT_ONCE = 4;

/**
 * Events a second that the live server takes in batches of a hundred, straight past the house, spread over those channels
 * and heard by whoever listens there.
 */
export async function rawBatchRate(
  { urls, soketiApp }: Pick<BenchStack, "urls" | "soketiApp">,
  channels: readonly string[],
  seconds: number,
): Promise<number> {
  const { id, key, secret } = soketiApp;
  const path = `/apps/${id}/batch_events`;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let sent = 0;
  await Promise.all(
    Array.from({ length: CALLS_AT_ONCE }, async () => {
      while (performance.now() < until) {
        const batch = Array.from({ length: BATCH }, () => ({
          channel: channels[sent++ % channels.length]!,
          name: "raw",
          data: JSON.stringify({
            lat: 12.97,
            lng: 77.59,
            heading: 90,
            seq: sent,
            recordedAt: new Date().toISOString(),
          }),
        }));
        const body = JSON.stringify({ batch });
        const query = new URLSearchParams({
          auth_key: key,
          auth_timestamp: String(Math.floor(Date.now() / 1_000)),
          auth_version: "1.0",
          body_md5: createHash("md5").update(body).digest("hex"),
        });
        const auth = createHmac("sha256", secret).update(`POST\n${path}\n${query.toString()}`).digest("hex");
        const response = await fetch(new URL(`${path}?${query.toString()}&auth_signature=${auth}`, urls.soketi), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        const answer = await response.text();
        if (!answer.includes('"ok":true')) throw new Error(`the live server refuses a batch: ${answer}`);
      }
    }),
  );
  return sent / ((performance.now() - startedAt) / 1_000);
}
