import { Redis } from "ioredis";
import { z } from "zod";

const planSchema = z.object({ url: z.string(), seconds: z.number(), batch: z.number(), riders: z.number() });

const BATCHES_AT_ONCE = 4;

// What Redis and one Node process make of points with nothing else about them, written as the gateway writes them: a batch is
// one variadic GEOADD and one XADD, and some batches are under way at once. Reads its plan from stdin, prints points a second.
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { url, seconds, batch, riders } = planSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
const redis = new Redis(url);
const ids = Array.from({ length: riders }, (_, index) => `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`);
const until = performance.now() + seconds * 1_000;
const startedAt = performance.now();
let points = 0;
await Promise.all(
  Array.from({ length: BATCHES_AT_ONCE }, async () => {
    while (performance.now() < until) {
      const places: (string | number)[] = [];
      const rows: unknown[][] = [];
      for (let index = 0; index < batch; index += 1) {
        const id = ids[points++ % riders]!;
        const lng = 77.59 + (points % 1_000) / 100_000;
        places.push(lng, 12.97, id);
        rows.push([id, Date.now(), points, 12.97, lng, 8, 90, 5.4, 0, Date.now(), 0]);
      }
      const pipeline = redis.pipeline();
      pipeline.geoadd("{bench}:riders", ...places);
      pipeline.xadd("{bench}:trail", "MAXLEN", "~", 10_000, "*", "points", JSON.stringify(rows));
      await pipeline.exec();
    }
  }),
);
const rate = points / ((performance.now() - startedAt) / 1_000);
await redis.del("{bench}:trail", "{bench}:riders");
redis.disconnect();
process.stdout.write(JSON.stringify({ rate }));
