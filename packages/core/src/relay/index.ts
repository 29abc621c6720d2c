export { closeDeadLetters, openDeadLetters, retryDeadLetters } from "@tiffin/db/queries/relay";
export { PoisonError, type CatalogChange, type Change, type OutboxChange, type Sink } from "./change.ts";
export { createRelay, type Relay, type RelayOptions, type RelayStatus } from "./relay.ts";
export { liveSink } from "./sinks/live.ts";
export { pushSink } from "./sinks/push.ts";
export { riderSheetSink } from "./sinks/rider-sheets.ts";
export { searchSink } from "./sinks/search.ts";
export { workflowSink } from "./sinks/workflows.ts";
export { assertReplicationPossible, ReplicationNotPossibleError } from "./slot.ts";
