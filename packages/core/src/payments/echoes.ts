import DataLoader from "dataloader";
import type { Database } from "@tiffin/db/client";
import { takeProcessedEvents, type NewWebhookEvent } from "@tiffin/db/queries/payments";

/** What comes meanwhile is written together: in a rush an echo follows each order, and its gateway has time. */
const GATHER_MS = 20;
const MOST_AT_ONCE = 100;

const ofDatabase = new WeakMap<Database, DataLoader<NewWebhookEvent, null>>();

/** Keeps an event that says nothing new, as processed. Resolves when it is written. */
export async function keepEcho(db: Database, event: NewWebhookEvent): Promise<void> {
  const echoes = ofDatabase.get(db) ?? echoesOf(db);
  ofDatabase.set(db, echoes);
  await echoes.load(event);
}

function echoesOf(db: Database): DataLoader<NewWebhookEvent, null> {
  return new DataLoader<NewWebhookEvent, null>(
    async (events) => {
      // A statement can't write one row twice; gateways do send an event twice at once.
      const byId = new Map(events.map((event) => [`${event.provider} ${event.eventId}`, event]));
      await takeProcessedEvents(db, [...byId.values()]);
      return events.map(() => null);
    },
    {
      cache: false,
      maxBatchSize: MOST_AT_ONCE,
      batchScheduleFn: (write) => void setTimeout(write, GATHER_MS),
    },
  );
}
