import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RiderLocation } from "@tiffin/domain/wire/live";
import type { LiveEvent } from "../realtime/index.ts";
import { PositionFeed, type PositionFeedOptions } from "./position-feed.ts";

const at = (seq: number) => (): RiderLocation => ({
  lat: 12.97,
  lng: 77.59,
  heading: null,
  recordedAt: new Date(0).toISOString(),
  seq,
  etaMinutes: null,
});

function feedInto(options: PositionFeedOptions, publishBatch?: (events: readonly LiveEvent[]) => Promise<void>) {
  const sent: number[] = [];
  const outcomes: string[] = [];
  const take = async (events: readonly LiveEvent[]) => {
    await publishBatch?.(events);
    for (const { data } of events) sent.push((data as RiderLocation).seq);
  };
  const onOutcome = (outcome: string, positions: number) => {
    for (let count = 0; count < positions; count += 1) outcomes.push(outcome);
  };
  const feed = new PositionFeed({ publishBatch: take }, { minIntervalMs: 150, onOutcome, ...options });
  return { feed, sent, outcomes };
}

test("the newest of an order's positions goes out when its turn comes, those before it don't", async () => {
  const { feed, sent, outcomes } = feedInto({});
  for (const seq of [1, 2, 3]) feed.publish("order", "rider", at(seq));
  await expect.poll(() => sent).toEqual([3]);
  for (const seq of [4, 5]) feed.publish("order", "rider", at(seq));
  feed.publish("another", "rider", at(9));
  await expect.poll(() => sent).toEqual([3, 9, 5]);
  expect(outcomes.filter((outcome) => outcome === "replaced")).toHaveLength(3);
  await feed.close();
});

test("one may come half an interval early, those after it make up for that", async () => {
  const sentAt: number[] = [];
  const { feed, sent } = feedInto({ minIntervalMs: 400 }, async () => void sentAt.push(performance.now()));
  for (const seq of [1, 2, 3, 4]) {
    feed.publish("order", "rider", at(seq));
    await expect.poll(() => sent).toContain(seq);
  }
  const since = (index: number) => sentAt[index]! - sentAt[0]!;
  expect(since(1)).toBeGreaterThan(180);
  expect(since(2)).toBeGreaterThan(580);
  expect(since(3)).toBeGreaterThan(980);
  await feed.close();
});

test("a position that is stale when its turn comes gives way to the next, and goes out if none comes", async () => {
  const { feed, sent } = feedInto({ minIntervalMs: 600, slackMs: 0, staleMs: 100 });
  feed.publish("order", "rider", at(1));
  await expect.poll(() => sent).toEqual([1]);
  // Waits for almost the whole interval.
  feed.publish("order", "rider", at(2));
  await sleep(750);
  expect(sent).toEqual([1]);
  feed.publish("order", "rider", at(3));
  await expect.poll(() => sent, { timeout: 300 }).toEqual([1, 3]);
  feed.publish("order", "rider", at(4));
  await expect.poll(() => sent, { timeout: 3_000 }).toEqual([1, 3, 4]);
  await feed.close();
});

test("nobody who watches: nothing is sent", async () => {
  const { feed, sent, outcomes } = feedInto({ isWatched: (orderId) => orderId === "watched" });
  feed.publish("unwatched", "rider", at(1));
  feed.publish("watched", "rider", at(2));
  await feed.close();
  expect(sent).toEqual([2]);
  expect(outcomes).toContain("unwatched");
});

test("a position that waited is not shown when the ride ended meanwhile", async () => {
  const carried = new Set(["order"]);
  const { feed, sent, outcomes } = feedInto({ minIntervalMs: 300, stillCarried: async () => carried });
  feed.publish("order", "rider", at(1));
  await expect.poll(() => sent).toEqual([1]);
  feed.publish("order", "rider", at(2));
  carried.clear();
  await expect.poll(() => outcomes).toContain("over");
  await feed.close();
  expect(sent).toEqual([1]);
});

test("while the live server is away positions replace each other, and the newest arrives when it is back", async () => {
  let isAway = true;
  const { feed, sent, outcomes } = feedInto({}, async () => {
    if (isAway) throw new Error("away");
  });
  feed.publish("order", "rider", at(1));
  await expect.poll(() => outcomes).toContain("failed");
  feed.publish("order", "rider", at(2));
  isAway = false;
  await expect.poll(() => sent).toEqual([2]);
  await feed.close();
});
