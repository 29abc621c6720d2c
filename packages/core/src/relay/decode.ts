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

/** What restaurants take from their city. */
const CITY_COLUMNS = ["time_zone", "currency"];

/** What a row's change means to the house, which may be nothing. */
export function decodeChanges(message: Pgoutput.Message, committedAt: Date): Change[] {
  switch (message.tag) {
    case "insert":
      if (message.relation.name === "outbox") return outboxChange(message.new);
      return catalogChange(message.relation.name, null, message.new, committedAt);
    case "update":
      if (message.relation.name === "cities") return cityChange(message.old, message.new, committedAt);
      return catalogChange(message.relation.name, message.old, message.new, committedAt);
    case "delete":
      return catalogChange(message.relation.name, message.old ?? message.key, null, committedAt);
    case "truncate":
      return message.relations
        .filter(({ name }) => name in RESTAURANT_COLUMN)
        .map(({ name }) => ({ kind: "emptied", table: name, committedAt }));
    default:
      return [];
  }
}

type Row = Record<string, unknown> | null;

function catalogChange(table: string, old: Row, now: Row, committedAt: Date): Change[] {
  const column = RESTAURANT_COLUMN[table];
  if (column === undefined) return [];
  const cityIds = table === "restaurants" ? unique([old?.["city_id"], now?.["city_id"]]) : [];
  // A row that was handed to another restaurant is a change of both.
  return unique([old?.[column], now?.[column]]).map((restaurantId) => ({
    kind: "catalog",
    restaurantId,
    cityIds,
    committedAt,
  }));
}

function cityChange(old: Row, now: Row, committedAt: Date): Change[] {
  const cityId: unknown = now?.["id"];
  if (typeof cityId !== "string") return [];
  const isSame = old !== null && CITY_COLUMNS.every((column) => old[column] === now?.[column]);
  return isSame ? [] : [{ kind: "city", cityId, committedAt }];
}

function unique(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value): value is string => typeof value === "string"))];
}

function outboxChange(row: Record<string, unknown>): Change[] {
  const { id, topic, payload, created_at: createdAt } = row;
  if (typeof id !== "string" || typeof topic !== "string") return [];
  const data: unknown = typeof payload === "string" ? JSON.parse(payload) : payload;
  return [
    {
      kind: "outbox",
      id,
      message: { topic, data } as OutboxMessage,
      createdAt: createdAt instanceof Date ? createdAt : new Date(String(createdAt)),
    },
  ];
}
