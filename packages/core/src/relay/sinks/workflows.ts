import { WORKFLOW_TOPICS } from "@tiffin/domain/outbox/messages";
import type { WorkflowClient } from "../../workflows/index.ts";
import type { OutboxChange, Sink } from "../change.ts";

const TOPICS: ReadonlySet<string> = new Set(WORKFLOW_TOPICS);

/** Events to the workflow engine, which drops repeats by their id. */
export function workflowSink(client: WorkflowClient): Sink {
  return {
    name: "workflows",
    wants: (change) => change.kind === "outbox" && TOPICS.has(change.message.topic),
    async deliver(changes) {
      const events = changes
        .filter((change): change is OutboxChange => change.kind === "outbox")
        .map(({ id, message, createdAt }) => ({
          id,
          name: message.topic,
          data: { ...message.data },
          ts: createdAt.getTime(),
        }));
      await client.send(events);
    },
  };
}
