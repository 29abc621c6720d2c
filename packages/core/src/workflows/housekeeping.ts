import { and, isNotNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { deleteInBatches } from "@tiffin/db/delete-in-batches";
import { deleteDeliveriesBefore, deleteSubscriptionsBefore } from "@tiffin/db/queries/push";
import { otpChallenges, refreshTokens } from "@tiffin/db/schema/identity";
import { outbox, relayProgress } from "@tiffin/db/schema/outbox";
import { webhookEvents } from "@tiffin/db/schema/payments";
import { pruneDecisions } from "../dispatch/index.ts";
import { ensureTrailPartitions, retireTrailPartitions } from "../location/index.ts";
import { SUBSCRIPTION_DAYS } from "../push/index.ts";
import type { WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

const DAY_MS = 86_400_000;
/** Rows at once. */
const ROWS = 10_000;

/** Every hour: what is no longer needed goes, and tomorrow's partitions are made. */
export function housekeeping(client: WorkflowClient, { db, settings }: WorkflowServices) {
  return client.createFunction(
    { id: "housekeeping", name: "Housekeeping", triggers: [{ cron: "17 * * * *" }], retries: 2 },
    async ({ step }) => ({
      partitionsDropped: await step.run(
        "trail",
        guarded(async () => {
          await ensureTrailPartitions(db, new Date());
          return retireTrailPartitions(db, new Date(), settings.trail);
        }),
      ),
      decisions: await step.run(
        "decisions",
        guarded(() => pruneDecisions(db, new Date(Date.now() - settings.decisionDays * DAY_MS))),
      ),
      rows: await step.run(
        "rows",
        guarded(() => dropOldRows(db, settings.outboxDays, new Date())),
      ),
    }),
  );
}

/** What comes by the hundred thousand an hour goes `rows` at once until none is left. */
export async function dropOldRows(
  db: Database,
  outboxDays: number,
  now: Date,
  rows = ROWS,
): Promise<Record<string, number>> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  // What the relay has not handed over yet stays, however old.
  const old = await deleteInBatches(rows, async (limit) => {
    const gone = await db
      .delete(outbox)
      .where(
        sql`${outbox.id} in (
          select id from ${outbox}
          where created_at < least(
            ${daysAgo(outboxDays).toISOString()}::timestamptz,
            (select min(coalesce(reread_from, delivered_until)) from ${relayProgress})
          ) order by created_at limit ${limit})`,
      )
      .returning({ id: outbox.id });
    return gone.length;
  });
  const codes = await db
    .delete(otpChallenges)
    .where(lt(otpChallenges.expiresAt, daysAgo(1)))
    .returning({ phone: otpChallenges.phone });
  // A used or revoked token is kept until its family has expired: its return must still be noticed.
  const tokens = await db
    .delete(refreshTokens)
    .where(lt(refreshTokens.expiresAt, daysAgo(1)))
    .returning({ id: refreshTokens.id });
  const webhooks = await db
    .delete(webhookEvents)
    .where(
      or(
        and(isNotNull(webhookEvents.processedAt), lt(webhookEvents.receivedAt, daysAgo(90))),
        lt(webhookEvents.receivedAt, daysAgo(365)),
      ),
    )
    .returning({ id: webhookEvents.id });
  // Longer than the outbox: what is read again from it must meet what was sent.
  const pushes = await deleteInBatches(rows, (limit) => deleteDeliveriesBefore(db, daysAgo(outboxDays + 1), limit));
  const devices = await deleteSubscriptionsBefore(db, daysAgo(SUBSCRIPTION_DAYS));
  return { pushes, devices, outbox: old, codes: codes.length, tokens: tokens.length, webhooks: webhooks.length };
}
