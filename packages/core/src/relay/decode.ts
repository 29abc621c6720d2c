import type { Pgoutput } from "pg-logical-replication";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { Change } from "./change.ts";

/** Catalogue tables, and the column that says whose row it is. */
const RESTAURANT_COLUMN: Readonly<Record<string, string>> = {
  restaurants: "id",
  opening_hours: "restaurant_id",
  closures: "restaurant_id",
  menu_sections: "restaurant_id",
  menu_items: "restaurant_id",
};

/** What a row's change means to the house; null for what means nothing. */
export function decodeChange(message: Pgoutput.Message): Change | null {
  if (message.tag !== "insert" && message.tag !== "update" && message.tag !== "delete") return null;
  const { name } = message.relation;
  if (name === "outbox") return message.tag === "insert" ? outboxChange(message.new) : null;
  const column = RESTAURANT_COLUMN[name];
  if (column === undefined) return null;
  const row = message.tag === "delete" ? (message.old ?? message.key) : message.new;
  const restaurantId: unknown = row?.[column];
  return typeof restaurantId === "string" ? { kind: "catalog", restaurantId } : null;
}

function outboxChange(row: Record<string, unknown>): Change | null {
  const { id, topic, payload, created_at: createdAt } = row;
  if (typeof id !== "string" || typeof topic !== "string") return null;
  const data: unknown = typeof payload === "string" ? JSON.parse(payload) : payload;
  return {
    kind: "outbox",
    id,
    message: { topic, data } as OutboxMessage,
    createdAt: createdAt instanceof Date ? createdAt : new Date(String(createdAt)),
  };
}
