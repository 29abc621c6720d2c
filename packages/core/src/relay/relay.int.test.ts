import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { menuItems, openingHours } from "@tiffin/db/schema/catalog";
import { relayDeadLetters } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { PoisonError, type Change, type Sink } from "./change.ts";
import { createRelay, type Relay } from "./relay.ts";
import { assertReplicationPossible, ReplicationNotPossibleError } from "./slot.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let database: TestDatabase;
const relays: Relay[] = [];
const processes: ChildProcess[] = [];
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  for (const child of processes.splice(0)) child.kill("SIGKILL");
  await database.close();
});

/** Writes a message as a use case would; answers its id. */
const tell = () =>
  appendOutbox(database.db, newId(), { topic: "rider/available", data: { riderId: newId(), cityId: newId() } });
const nameOf = (change: Change) =>
  change.kind === "outbox" ? change.id : change.kind === "catalog" ? change.restaurantId : change.kind;

/** A relay in this process, and what its sink has taken so far. */
function start(deliver: (names: string[]) => void = () => {}, more: Sink[] = []) {
  const taken: string[] = [];
  const sink: Sink = {
    name: "list",
    wants: () => true,
    deliver: async (changes) => {
      const names = changes.map(nameOf);
      deliver(names);
      taken.push(...names);
    },
  };
  const { db, url } = database;
  const relay = createRelay({ db, databaseUrl: url, sinks: [sink, ...more], log: quiet, electionMs: 100 });
  relays.push(relay);
  void relay.run();
  return { taken, relay };
}

/** A relay in a process of its own, its lines as they come. */
function startProcess(mode = "") {
  const script = fileURLToPath(new URL("./testing/relay-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, database.url, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.push(child);
  const lines: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => lines.push(...chunk.toString().trim().split("\n")));
  return { lines, kill: () => child.kill("SIGKILL") };
}

const patience = { timeout: 30_000 };

describe("the change relay", () => {
  it("hands over what is committed, in order, and goes on where it stopped", async () => {
    const first = start();
    await expect.poll(() => first.relay.status(new Date()).leader, patience).toBe(true);
    const before = [await tell(), await tell(), await tell()];
    await expect.poll(() => first.taken, patience).toEqual(before);
    await first.relay.stop();

    const meanwhile = [await tell(), await tell()];
    const second = start();
    await expect.poll(() => second.taken, patience).toEqual(meanwhile);
  });

  it("hands over again what a killed process had not finished", async () => {
    const stuck = startProcess("stuck");
    await expect.poll(() => stuck.lines, patience).toContain("log the change relay leads");
    const id = await tell();
    await expect.poll(() => stuck.lines, patience).toContain(`ask ${id}`);
    stuck.kill();
    const next = start();
    await expect.poll(() => next.taken, patience).toContain(id);
  });

  it("is led by one process; when that one dies, another takes over", async () => {
    const [one, two] = [startProcess(), startProcess()];
    const leads = (of: typeof one) => of.lines.includes("log the change relay leads");
    await expect.poll(() => [leads(one), leads(two)].filter(Boolean), patience).toHaveLength(1);
    const early = await tell();
    const [leader, follower] = leads(one) ? [one, two] : [two, one];
    await expect.poll(() => leader.lines, patience).toContain(`done ${early}`);
    leader.kill();
    const late = await tell();
    await expect.poll(() => follower.lines, patience).toContain(`done ${late}`);
  });

  it("says once that a restaurant changed, however many rows a transaction touched", async () => {
    const { restaurantId, menuItemIds } = await insertKitchen(database.db);
    const { taken, relay } = start();
    await expect.poll(() => relay.status(new Date()).leader, patience).toBe(true);
    await database.db.transaction(async (tx) => {
      await tx.update(menuItems).set({ price: 1 }).where(eq(menuItems.id, menuItemIds[0]));
      await tx.update(menuItems).set({ price: 2 }).where(eq(menuItems.id, menuItemIds[1]));
    });
    await expect.poll(() => taken, patience).toEqual([restaurantId]);
    // A deleted row still says whose it was.
    await database.db.delete(openingHours).where(eq(openingHours.restaurantId, restaurantId));
    await expect.poll(() => taken, patience).toEqual([restaurantId, restaurantId]);
  });

  it("sets a row aside that its sink will not take, and hands the next ones over", async () => {
    let bad = "";
    const { taken, relay } = start((names) => {
      if (names.includes(bad)) throw new PoisonError("unreadable");
    });
    await expect.poll(() => relay.status(new Date()).leader, patience).toBe(true);
    bad = newId();
    await database.db.execute(
      sql`insert into outbox (id, topic, subject_id, payload) values (${bad}, 'rider/available', ${bad}, '{}')`,
    );
    const good = await tell();
    await expect.poll(() => taken, patience).toEqual([good]);
    const letters = await database.db.select().from(relayDeadLetters);
    expect(letters).toMatchObject([{ sink: "list", outboxId: bad, error: "PoisonError: unreadable" }]);
  });

  it("lets a sink that is away hold up nobody else", async () => {
    const away: Sink = {
      name: "away",
      wants: () => true,
      deliver: () => Promise.reject(Object.assign(new Error("no answer"), { code: "ECONNREFUSED" })),
    };
    const { taken, relay } = start(undefined, [away]);
    await expect.poll(() => relay.status(new Date()).leader, patience).toBe(true);
    const ids = [await tell(), await tell()];
    await expect.poll(() => taken, patience).toEqual(ids);
    expect(relay.status(new Date()).sinks.find(({ name }) => name === "away")).toMatchObject({
      waiting: 2,
      delivered: 0,
    });
  });

  it("says what to do when Postgres is not prepared for it", async () => {
    await expect(assertReplicationPossible(database.db)).resolves.toBeUndefined();
    await database.db.execute(sql`drop publication tiffin_changes`);
    await expect(assertReplicationPossible(database.db)).rejects.toThrow(ReplicationNotPossibleError);
  });
});
