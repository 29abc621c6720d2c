import { isId } from "@tiffin/db/ids";
import { opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { DeadLetterList } from "@tiffin/domain/wire/ops";
import { closeDeadLetters, openDeadLetters, retryDeadLetters } from "../relay/index.ts";
import { actOnce } from "./act-once.ts";
import type { OpsRequest } from "./order-actions.ts";
import type { OpsServices } from "./services.ts";

const MOST_LETTERS = 100;

/** What the change relay could not hand over, oldest first. @throws DomainError FORBIDDEN for an operator of some cities */
export async function listDeadLetters({ db }: Pick<OpsServices, "db">, opsId: string): Promise<DeadLetterList> {
  await requirePlatform(db, opsId);
  const letters = await openDeadLetters(db, MOST_LETTERS);
  return {
    items: letters.map(({ id, sink, topic, subjectId, error, createdAt }) => ({
      id,
      sink,
      topic,
      subjectId,
      error,
      at: createdAt.toISOString(),
    })),
  };
}

/** Tells it once more, or puts it away. @throws DomainError FORBIDDEN, NOT_FOUND, and see `actOnce` */
export async function settleDeadLetter(
  { db }: Pick<OpsServices, "db">,
  { opsId, key, now }: OpsRequest,
  id: string,
  how: "retry" | "close",
): Promise<DeadLetterList> {
  await requirePlatform(db, opsId);
  if (!isId(id)) throw notFound("dead letter");
  const action = { actorId: opsId, cityId: null, type: `dead_letter.${how}`, subjectId: id, data: {} } as const;
  await actOnce(db, action, key, now, async () => {
    const settled = how === "retry" ? await retryDeadLetters(db, [id]) : await closeDeadLetters(db, [id]);
    if (settled === 0) throw notFound("dead letter");
  });
  return listDeadLetters({ db }, opsId);
}

/** A message is of no city: who works for some of them only has nothing to do with it. */
async function requirePlatform(db: OpsServices["db"], opsId: string): Promise<void> {
  if ((await opsScopeOf(db, opsId)) !== null) {
    throw new DomainError("FORBIDDEN", "This is for operators of the whole platform.");
  }
}
