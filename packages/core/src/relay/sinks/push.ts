import type { Database } from "@tiffin/db/client";
import { concernsPush, writeNotices } from "../../push/index.ts";
import type { OutboxChange, Sink } from "../change.ts";

/**
 * Writes down whom to tell by push; sending is the postman's, so that a slow push service holds up nothing here.
 * `onWritten` is called when there is something new to send.
 */
export function pushSink({ db }: { readonly db: Database }, onWritten: () => void): Sink {
  return {
    name: "push",
    gatherMs: 150,
    wants: (change) => change.kind === "outbox" && concernsPush(change.message, change.createdAt),
    async deliver(changes) {
      const told = changes.filter((change): change is OutboxChange => change.kind === "outbox");
      if ((await writeNotices(db, told, new Date())) > 0) onWritten();
    },
  };
}
