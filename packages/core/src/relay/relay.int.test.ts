import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { menuItems, openingHours } from "@tiffin/db/schema/catalog";
import { closeDeadLetters, openDeadLetters, retryDeadLetters } from "@tiffin/db/queries/relay";
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
  const signal = (name: NodeJS.Signals) => child.kill(name);
  return { lines, signal, kill: () => signal("SIGKILL") };
}

const patience = { timeout: 30_000 };

/** The slot, as if the server had given it up or a replica without it had taken over. */
const loseSlot = async () => {
  const lost = () =>
    database.db.execute(sql`
      select pg_drop_replication_slot(slot_name) from pg_replication_slots
      where database = current_database() and not active`);
  await expect.poll(async () => (await lost()).length, patience).toBe(1);
};

/** An outbox row from so long ago. */
const toldBefore = async (interval: string) => {
  const id = newId();
  await database.db.execute(sql`
    insert into outbox (id, topic, subject_id, payload, created_at)
    values (${id}, 'rider/available', ${id}, '{}', now() - ${interval}::interval)`);
  return id;
};

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

  it("stops whenever it is told to, also while it is taking over", async () => {
    for (let afterMs = 0; afterMs <= 60; afterMs += 3) {
      const { relay } = start();
      await sleep(afterMs);
      await relay.stop();
    }
    const last = start();
    const id = await tell();
    await expect.poll(() => last.taken, patience).toContain(id);
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

  it("a leader that is frozen is replaced, and is no leader when it thaws", async () => {
    const frozen = startProcess();
    await expect.poll(() => frozen.lines, patience).toContain("log the change relay leads");
    frozen.signal("SIGSTOP");
    const next = startProcess();
    await expect.poll(() => next.lines, patience).toContain("log the change relay's leader was silent and is replaced");
    const id = await tell();
    await expect.poll(() => next.lines, patience).toContain(`done ${id}`);
    frozen.signal("SIGCONT");
    await expect.poll(() => frozen.lines, patience).toContain("log the change relay was interrupted; it goes on");
    const later = await tell();
    await expect.poll(() => next.lines, patience).toContain(`done ${later}`);
    expect(frozen.lines).not.toContain(`done ${later}`);
  });

  it("reads the outbox again from where it was when its slot is lost, however long ago that is", async () => {
    const first = start();
    await expect.poll(() => first.relay.status(new Date()).leader, patience).toBe(true);
    const known = await tell();
    await expect.poll(() => first.taken, patience).toEqual([known]);
    await first.relay.stop();
    await loseSlot();
    // As if all of this had been a day ago.
    await database.db.execute(sql`
      insert into relay_progress (slot, delivered_until)
      select 'tiffin_relay_' || current_database(), now() - interval '1 day'
      on conflict (slot) do update set delivered_until = excluded.delivered_until`);
    const older = await toldBefore("2 days");
    const missed = [await toldBefore("20 hours"), await toldBefore("3 hours"), await tell()];

    const second = start();
    await expect.poll(() => second.taken, patience).toEqual(expect.arrayContaining(missed));
    expect(second.taken.filter((id) => missed.includes(id))).toEqual(missed);
    expect(second.taken).not.toContain(older);
    const late = await tell();
    await expect.poll(() => second.taken.at(-1), patience).toBe(late);
  });

  it("goes on reading again when it is killed in the midst of that", async () => {
    const first = start();
    await expect.poll(() => first.relay.status(new Date()).leader, patience).toBe(true);
    await first.relay.stop();
    await loseSlot();
    const missed = await tell();
    const stuck = startProcess("stuck");
    await expect.poll(() => stuck.lines, patience).toContain(`ask ${missed}`);
    stuck.kill();
    const next = start();
    await expect.poll(() => next.taken, patience).toContain(missed);
  });

  it("ten thousand rows behind, a killed one's successor hands over all of them in their order", async () => {
    const stuck = startProcess("stuck");
    await expect.poll(() => stuck.lines, patience).toContain("log the change relay leads");
    await database.db.execute(sql`
      insert into outbox (id, topic, subject_id, payload)
      select gen_random_uuid(), 'rider/available', gen_random_uuid(), '{}' from generate_series(1, 10000)`);
    const written = await database.db.execute<{ id: string }>(sql`select id from outbox order by position`);
    await expect.poll(() => stuck.lines, patience).toContain(`ask ${written[0]!.id}`);
    stuck.kill();
    const next = start();
    await expect.poll(() => next.taken.length, patience).toBe(10_000);
    expect(next.taken).toEqual(written.map(({ id }) => id));
  });

  it("a row that was set aside can be told again, or closed", async () => {
    let isBroken = true;
    const { taken, relay } = start(() => {
      if (isBroken) throw new PoisonError("unreadable");
    });
    await expect.poll(() => relay.status(new Date()).leader, patience).toBe(true);
    await Promise.all([tell(), tell()]);
    await expect.poll(() => openDeadLetters(database.db, 10), patience).toHaveLength(2);
    isBroken = false;
    const [one, two] = await openDeadLetters(database.db, 10);
    expect(await retryDeadLetters(database.db, [one!.id])).toBe(1);
    await expect.poll(() => taken, patience).toHaveLength(1);
    expect(await closeDeadLetters(database.db, [two!.id])).toBe(1);
    expect(await retryDeadLetters(database.db, [one!.id, two!.id])).toBe(0);
    expect(await openDeadLetters(database.db, 10)).toEqual([]);
  });

  it("says what to do when Postgres is not prepared for it", async () => {
    await expect(assertReplicationPossible(database.db)).resolves.toBeUndefined();
    await database.db.execute(sql`drop publication tiffin_changes`);
    await expect(assertReplicationPossible(database.db)).rejects.toThrow(ReplicationNotPossibleError);
  });
});
