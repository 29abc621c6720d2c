// npm run dead-letters -- [list|retry|drop] [id…|--all]
import { parseArgs } from "node:util";
import { closeDatabase, openDatabase } from "@tiffin/core/database";
import { closeDeadLetters, openDeadLetters, retryDeadLetters } from "@tiffin/core/relay";
import { readCommandEnv } from "./env.ts";
import { runCommand, UsageError } from "./terminal.ts";

const usage = `npm run dead-letters [-- list|retry|drop] [<id>… | --all]

  Changes that a sink of the relay refused for good, and that nobody has dealt with yet.

  list    which, and why (without anything else)
  retry   tells every sink once more, now that the reason is gone
  drop    closes them without telling anybody`;

/** More than that is no list to read: deal with these first. */
const MOST = 1_000;

await runCommand(async () => {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [verb = "list", ...ids] = positionals;
  const db = openDatabase(readCommandEnv().DATABASE_URL, { applicationName: "dead-letters", maxConnections: 1 });
  try {
    const letters = await openDeadLetters(db, MOST);
    if (verb === "list") {
      for (const { id, createdAt, sink, topic, subjectId, error } of letters) {
        console.log(`${id}  ${createdAt.toISOString()}  ${sink}  ${topic ?? "(dropped)"} ${subjectId ?? ""}  ${error}`);
      }
      console.log(letters.length === 0 ? "There are none." : `${letters.length} to deal with: retry or drop them.`);
      return 0;
    }
    const chosen = values.all === true ? letters.map(({ id }) => id) : ids;
    if (chosen.length === 0) throw new UsageError(`${verb}: which? Name their ids, or --all`);
    const unknown = chosen.find((id) => !letters.some((letter) => letter.id === id));
    if (unknown !== undefined) throw new UsageError(`${verb}: there is none with the id ${unknown} to deal with`);
    switch (verb) {
      case "retry": {
        const told = await retryDeadLetters(db, chosen);
        console.log(
          `${told} told once more${told < chosen.length ? `, ${chosen.length - told} whose row is gone` : ""}`,
        );
        return told === chosen.length ? 0 : 1;
      }
      case "drop":
        console.log(`${await closeDeadLetters(db, chosen)} closed`);
        return 0;
      default:
        throw new UsageError(`there is no ${verb}\n\n${usage}`);
    }
  } finally {
    await closeDatabase(db);
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { all: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
