import { sql } from "drizzle-orm";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { insertRows } from "../insert-rows.ts";
import { outbox } from "../schema/outbox.ts";

/** Tells of several things at once; see {@link appendOutbox}. */
export async function appendOutboxRows(
  db: DatabaseOrTransaction,
  messages: readonly (OutboxMessage & { readonly subjectId: string })[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ topic, subjectId, data }) => ({ id: newId(), topic, subjectId, payload: data }));
  await db.execute(insertRows(outbox, rows));
}

/** Tells the rest of the house, if and when the caller's transaction commits. Returns the row's id, which every sink dedupes by. */
export async function appendOutbox(
  db: DatabaseOrTransaction,
  subjectId: string,
  message: OutboxMessage,
): Promise<string> {
  const id = newId();
  await insertMessage(db).execute({ id, subjectId, topic: message.topic, payload: message.data });
  return id;
}

const insertMessage = builtOnce((db) =>
  db
    .insert(outbox)
    .values({
      id: sql.placeholder("id"),
      topic: sql.placeholder("topic"),
      subjectId: sql.placeholder("subjectId"),
      payload: sql.placeholder("payload"),
    })
    .prepare("append_outbox"),
);
