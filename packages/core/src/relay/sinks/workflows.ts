import { DomainError } from "@tiffin/domain/errors";
import { WORKFLOW_TOPICS } from "@tiffin/domain/outbox/messages";
import type { WorkflowClient } from "../../workflows/index.ts";
import type { OutboxChange, Sink } from "../change.ts";

const TOPICS: ReadonlySet<string> = new Set(WORKFLOW_TOPICS);

/** Events to the workflow engine, which drops repeats by their id. */
export function workflowSink(client: WorkflowClient): Sink {
  return {
    name: "workflows",
    // Whoever waits for an event of these keeps time in seconds; together they cost the engine a fraction.
    gatherMs: 200,
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
      try {
        await client.send(events);
      } catch (cause) {
        // The client has tried several times by itself: the engine is away, and the events wait for it.
        throw new DomainError("UNAVAILABLE", "The workflow engine takes no events.", { cause });
      }
    },
  };
}
