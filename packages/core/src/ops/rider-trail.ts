import { eq } from "drizzle-orm";
import { z } from "zod";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { readSuspects, readTrail } from "@tiffin/db/queries/rider-trail";
import { riders } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { flagNames, SUSPICIOUS_FLAGS, TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import {
  MAX_TRAIL_DAYS,
  type Suspects,
  type suspectsQuerySchema,
  type TrailPage,
  type trailQuerySchema,
} from "@tiffin/domain/wire/trail";
import { openCursor, sealCursor } from "../paging/index.ts";
import { cityOfOps, inScopeOrNotFound } from "./scope.ts";
import type { OpsServices } from "./services.ts";

const DAY_MS = 86_400_000;
const positionSchema = z.object({
  recordedAt: z.iso.datetime(),
  seq: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

/**
 * Where a rider of the operator's cities was, oldest first, a page at a time. The pages of one walk share the first one's window.
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export async function riderTrail(
  { db, cursorSecret }: Pick<OpsServices, "db" | "cursorSecret">,
  opsId: string,
  riderId: string,
  query: z.output<typeof trailQuerySchema>,
  now: Date,
): Promise<TrailPage> {
  const rider = isId(riderId) ? await findRider(db, riderId) : undefined;
  if (rider === undefined) throw notFound("rider");
  await inScopeOrNotFound(db, opsId, rider.cityId, "rider");
  const scope = `trail:${riderId}:${query.from ?? ""}:${query.to ?? ""}`;
  const at = query.cursor === undefined ? null : openCursor(cursorSecret, scope, query.cursor, positionSchema);
  const window = at === null ? windowOf(query, now) : { from: new Date(at.from), to: new Date(at.to) };
  const after = at === null ? null : { recordedAt: new Date(at.recordedAt), seq: at.seq };
  const rows = await readTrail(db, { riderId, ...window, after, limit: query.limit + 1 });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const shown = { from: window.from.toISOString(), to: window.to.toISOString() };
  return {
    rider: { id: rider.id, name: rider.name },
    ...shown,
    items: page.map((point) => {
      const { lat, lng, recordedAt, receivedAt, flags, riderId: _, ...row } = point;
      return {
        ...row,
        location: { lat, lng },
        recordedAt: recordedAt.toISOString(),
        receivedAt: receivedAt.toISOString(),
        flags: flagNames(flags),
      };
    }),
    nextCursor:
      rows.length > page.length && last !== undefined
        ? sealCursor(cursorSecret, scope, { recordedAt: last.recordedAt.toISOString(), seq: last.seq, ...shown })
        : null,
  };
}

/** A city's riders whose points are odd, those with most of them first. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function suspects(
  { db }: Pick<OpsServices, "db">,
  opsId: string,
  query: z.output<typeof suspectsQuerySchema>,
  now: Date,
): Promise<Suspects> {
  const city = await cityOfOps(db, opsId, query.city);
  const window = windowOf(query, now);
  const wanted = { cityId: city.id, ...window, anyOf: SUSPICIOUS_FLAGS, limit: query.limit };
  const rows = await readSuspects(db, wanted, TRAIL_FLAGS);
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    items: rows.map(({ riderId, name, flagged, counts, lastAt }) => ({
      rider: { id: riderId, name },
      flagged,
      counts: counts as Suspects["items"][number]["counts"],
      lastAt: lastAt.toISOString(),
    })),
  };
}

async function findRider(db: DatabaseOrTransaction, riderId: string) {
  const [rider] = await db
    .select({ id: riders.userId, name: users.name, cityId: riders.cityId })
    .from(riders)
    .innerJoin(users, eq(users.id, riders.userId))
    .where(eq(riders.userId, riderId));
  return rider;
}

function windowOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): { from: Date; to: Date } {
  const until = to === undefined ? now : new Date(to);
  const since = from === undefined ? new Date(until.getTime() - DAY_MS) : new Date(from);
  const refuse = (message: string) =>
    new DomainError("VALIDATION_FAILED", "This window of time can't be shown.", {
      fields: [{ path: "from", message }],
    });
  if (since > until) throw refuse("before `to`");
  if (until.getTime() - since.getTime() > MAX_TRAIL_DAYS * DAY_MS)
    throw refuse(`at most ${MAX_TRAIL_DAYS} days before \`to\``);
  return { from: since, to: until };
}
