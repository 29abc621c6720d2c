import { Redis } from "ioredis";
import { z } from "zod";

const planSchema = z.object({ url: z.string(), seconds: z.number(), batch: z.number(), riders: z.number() });

// What Redis and one Node process make of points with nothing else about them: GEOADD and XADD for each, sent in batches
// (one variadic GEOADD, one XADD a point). Reads its plan from stdin, prints points a second.
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { url, seconds, batch, riders } = planSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
const redis = new Redis(url);
const ids = Array.from({ length: riders }, (_, index) => `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`);
const until = performance.now() + seconds * 1_000;
const startedAt = performance.now();
let points = 0;
while (performance.now() < until) {
  const pipeline = redis.pipeline();
  const places: (string | number)[] = [];
  for (let index = 0; index < batch; index += 1) {
    const id = ids[points++ % riders]!;
    places.push(77.59 + (points % 1_000) / 100_000, 12.97, id);
    pipeline.xadd("{bench}:trail", "MAXLEN", "~", 100_000, "*", "p", `["${id}",${Date.now()},${points},12.97,77.59]`);
  }
  pipeline.geoadd("{bench}:riders", ...places);
  await pipeline.exec();
}
const rate = points / ((performance.now() - startedAt) / 1_000);
await redis.del("{bench}:trail", "{bench}:riders");
redis.disconnect();
process.stdout.write(JSON.stringify({ rate }));
