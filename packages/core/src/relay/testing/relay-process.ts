import { openDatabase } from "@tiffin/db/client";
import type { Change } from "../change.ts";
import { createRelay } from "../relay.ts";

// A relay in a process of its own, so that a test can kill it. Prints what its sink is handed: `ask <id>`, then
// `done <id>`; with `stuck` as second argument it never finishes.
const [databaseUrl = "", mode = ""] = process.argv.slice(2);
const db = openDatabase(databaseUrl, { applicationName: "relay-process", maxConnections: 2 });
const say = (verb: string, change: Change) =>
  process.stdout.write(
    `${verb} ${change.kind === "outbox" ? change.id : change.kind === "catalog" ? change.restaurantId : change.kind}\n`,
  );
const relay = createRelay({
  db,
  databaseUrl,
  electionMs: 100,
  silentAfterMs: 4_000,
  sinks: [
    {
      name: "stdout",
      wants: () => true,
      async deliver(changes) {
        for (const change of changes) say("ask", change);
        if (mode === "stuck") await new Promise(() => {});
        for (const change of changes) say("done", change);
      },
    },
  ],
  log: {
    info: (_, message) => process.stdout.write(`log ${message}\n`),
    warn: (_, message) => process.stdout.write(`log ${message}\n`),
    error: (_, message) => process.stdout.write(`log ${message}\n`),
  },
});
await relay.run();
