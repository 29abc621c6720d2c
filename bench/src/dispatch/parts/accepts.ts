import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { httpClient, okay } from "../../harness/http.ts";
import type { Figure, Part } from "../../harness/report.ts";
import { arrive } from "../../load/processes.ts";
import type { Courier } from "../couriers.ts";
import { compareAndSetRate } from "../raw-compare-and-set.ts";
import type { Setting } from "../setting.ts";

const TIMES = 1_000;
const WITHIN_SECONDS = 3;
const LOOK_EVERY_MS = 50;
const PING_EVERY_LOOKS = 60;
const MOST_LOOKS = 1_200;

const currentSchema = z.object({ offer: z.object({ rideId: z.string(), offerSeq: z.number() }).optional() });
type Offer = NonNullable<z.infer<typeof currentSchema>["offer"]>;
const orderSchema = z.object({ restaurantId: z.string() });

interface Storm {
  readonly figures: readonly Figure[];
  readonly perSecond: number;
}

/** One offer, accepted a thousand times in the same moment: by a thousand riders, and by one who taps like mad. */
export async function measureAccepts(setting: Setting): Promise<Part> {
  const { couriers, progress } = setting;
  progress.say(`accepts: ${TIMES} at once, by ${TIMES} riders and then by one`);
  const everybody = couriers.slice(0, TIMES);
  const many = await storm(setting, "by a thousand riders", (asked) => [
    asked.token,
    ...everybody.filter(({ id }) => id !== asked.id).map(({ token }) => token),
  ]);
  const one = await storm(setting, "by one rider", ({ token }) => Array.from({ length: TIMES }, () => token));
  const raw = await compareAndSetRate(setting);
  return {
    part: "one offer, accepted a thousand times at once",
    parameters: { times: TIMES },
    figures: [
      ...many.figures,
      ...one.figures,
      { name: "tries at a bare row", value: raw, unit: "/s", note: "compare-and-set in Postgres, in the same run" },
      { name: "share of the bare row, by a thousand riders", value: (100 * many.perSecond) / raw, unit: "%" },
    ],
  };
}

async function storm(setting: Setting, whose: string, tokensOf: (asked: Courier) => readonly string[]): Promise<Storm> {
  const { stack, sql } = setting;
  const { asked, offer } = await openOffer(setting);
  const tokens = tokensOf(asked).slice(0, TIMES);
  // Whoever was asked taps in the middle of it all.
  const shuffled = tokens.map((token, index) => tokens[(index + TIMES / 2) % tokens.length] ?? token);
  const body = JSON.stringify({ action: "accept", offerSeq: offer.offerSeq });
  const path = `/v1/rides/${offer.rideId}`;
  const outcome = await arrive({
    urls: [stack.urls.gateway],
    requests: shuffled.map((token) => ({ method: "PATCH", path, token, headers: {}, body })),
    connections: TIMES,
    seed: 5,
  });
  const [row] = await sql<{ assigned: number }[]>`
    select count(*)::int as assigned from order_events e join rides r on r.order_id = e.order_id
    where r.id = ${offer.rideId} and e.type = 'assigned'`;
  const won = outcome.statuses["200"] ?? 0;
  const seconds = Math.max(...outcome.durations) / 1_000;
  const perSecond = tokens.length / seconds;
  return {
    perSecond,
    figures: [
      { name: `answered 200, ${whose}`, value: won, unit: "", aim: { atLeast: 1 } },
      { name: `answered 409, ${whose}`, value: outcome.statuses["409"] ?? 0, unit: "", aim: { atLeast: TIMES - 1 } },
      { name: `assigned by the audit, ${whose}`, value: row?.assigned ?? 0, unit: "", aim: { atMost: 1 } },
      {
        name: `until the last answer, ${whose}`,
        value: seconds,
        unit: "s",
        aim: { atMost: WITHIN_SECONDS },
        note: `${Math.round(perSecond)} answers/s`,
      },
    ],
  };
}

/** Places an order and brings one rider on shift at its kitchen's door, until that rider is asked. */
async function openOffer({ stack, baskets, couriers }: Setting): Promise<{ asked: Courier; offer: Offer }> {
  const requests = baskets.orders(1);
  const { restaurantId } = orderSchema.parse(JSON.parse(requests[0]?.body ?? "null"));
  const asked = couriers.find(({ kitchenId }) => kitchenId === restaurantId);
  if (asked === undefined) throw new Error("no rider waits at that kitchen");
  const { token, lat, lng } = asked;
  const http = httpClient(stack.urls.gateway, 2);
  try {
    okay(await http.send("PUT", "/v1/riders/shift", token, { online: true }), "the shift");
    await arrive({ urls: [stack.urls.gateway], requests, connections: 1, seed: 6 });
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      if (look % PING_EVERY_LOOKS === 0) {
        const recordedAt = new Date().toISOString();
        okay(await http.send("POST", "/v1/riders/location", token, { lat, lng, recordedAt }), "the position");
      }
      const { offer } = currentSchema.parse(JSON.parse((await http.get("/v1/rides/current", token)).body));
      if (offer !== undefined) return { asked, offer };
      await pause(LOOK_EVERY_MS);
    }
    throw new Error("nobody is asked");
  } finally {
    http.close();
  }
}
