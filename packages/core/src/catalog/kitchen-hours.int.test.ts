import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { closures } from "@tiffin/db/schema/catalog";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { kitchenHoursSchema } from "@tiffin/domain/wire/kitchen-hours";
import { closeOn, getKitchenHours, reopenOn, setWeeklyHours } from "./kitchen-hours.ts";
import { listKitchens, updateKitchen, updateMenuItem } from "./kitchens.ts";
import { getMenu } from "./menu.ts";
import { restoreDishes } from "./restore-dishes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

/** 23:30 in Kolkata, and some hours of that day left in London. */
const now = new Date(`${new Date().getFullYear() + 1}-01-04T18:00:00Z`);
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const range = (weekday: number, opens: number, closes: number) => ({
  weekday,
  opensMinute: opens * 60,
  closesMinute: closes * 60,
});
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? error,
  );

describe("a week", () => {
  test("is put in the place of the one before, and customers see it at once", async () => {
    const { restaurantId, staffId } = await insertKitchen(database.db);
    const hours = [range(1, 12, 15), range(1, 18, 26), range(6, 18, 24)];
    const saved = await setWeeklyHours(database, staffId, { hours: hours.toReversed() }, now);
    expect(kitchenHoursSchema.parse(saved)).toMatchObject({ timeZone: "Asia/Kolkata", hours });
    expect(await getKitchenHours(database, staffId, restaurantId, now)).toEqual(saved);

    const at = (time: string) => getMenu(database, restaurantId, new Date(`2026-11-${time}:00+05:30`));
    expect((await at("24T01:59")).restaurant.isOpen).toBe(true); // Monday's night.
    expect((await at("24T02:00")).restaurant.isOpen).toBe(false);
    expect((await setWeeklyHours(database, staffId, { hours: [] }, now)).hours).toEqual([]);
  });

  test("in which ranges overlap is refused, and stays as it was", async () => {
    const { staffId, restaurantId } = await insertKitchen(database.db);
    const before = await getKitchenHours(database, staffId, restaurantId, now);
    const set = (...hours: ReturnType<typeof range>[]) => refusal(setWeeklyHours(database, staffId, { hours }, now));
    expect(await set(range(1, 12, 15), range(1, 14, 20))).toBe("VALIDATION_FAILED");
    expect(await set(range(7, 18, 26), range(1, 1, 9))).toBe("VALIDATION_FAILED");
    expect(await getKitchenHours(database, staffId, restaurantId, now)).toEqual(before);
  });

  test("saved by two at once is one of both", async () => {
    const { staffId, restaurantId } = await insertKitchen(database.db);
    const weeks = [[range(1, 9, 12)], [range(1, 9, 20), range(2, 9, 20)]];
    await Promise.all(weeks.flatMap((hours) => [1, 2, 3].map(() => setWeeklyHours(database, staffId, { hours }, now))));
    expect(weeks).toContainEqual((await getKitchenHours(database, staffId, restaurantId, now)).hours);
  });
});

describe("a day off", () => {
  test("is entered with its reason, changed, and taken back", async () => {
    const { staffId } = await insertKitchen(database.db);
    await closeOn(database, staffId, { date: inDays(40), reason: "Holi" }, now);
    await closeOn(database, staffId, { date: inDays(3) }, now);
    const changed = await closeOn(database, staffId, { date: inDays(3), reason: "Repairs" }, now);
    expect(changed.closures).toEqual([
      { date: inDays(3), reason: "Repairs" },
      { date: inDays(40), reason: "Holi" },
    ]);
    expect((await reopenOn(database, staffId, { date: inDays(3) }, now)).closures).toHaveLength(1);
    expect(await refusal(reopenOn(database, staffId, { date: inDays(3) }, now))).toBe("NOT_FOUND");
  });

  test("may be today by the restaurant's calendar and up to a year ahead", async () => {
    const { staffId } = await insertKitchen(database.db);
    const close = (date: string, at = now) => refusal(closeOn(database, staffId, { date }, at));
    expect(await close(inDays(0))).toBe("done");
    expect(await close(inDays(-1))).toBe("VALIDATION_FAILED");
    expect(await close(inDays(366))).toBe("done");
    expect(await close(inDays(367))).toBe("VALIDATION_FAILED");
    // An hour later it is the next day in Kolkata, though not in London.
    expect(await close(inDays(0), new Date(now.getTime() + 3_600_000))).toBe("VALIDATION_FAILED");
  });

  test("closes the doors until the day after", async () => {
    const { staffId, restaurantId } = await insertKitchen(database.db);
    await setWeeklyHours(database, staffId, { hours: [1, 2, 3, 4, 5, 6, 7].map((day) => range(day, 10, 22)) }, now);
    await closeOn(database, staffId, { date: inDays(1) }, now);
    const { restaurant } = await getMenu(database, restaurantId, now);
    expect(restaurant).toMatchObject({ isOpen: false, nextOpensAt: `${inDays(2)}T04:30:00.000Z` });
  });
});

test("only one's own kitchen's hours may be seen or changed; each change is told", async () => {
  const [own, other] = [await insertKitchen(database.db), await insertKitchen(database.db)];
  const foreign = { restaurantId: other.restaurantId };
  expect(await refusal(getKitchenHours(database, own.staffId, other.restaurantId, now))).toBe("NOT_FOUND");
  expect(await refusal(setWeeklyHours(database, own.staffId, { ...foreign, hours: [] }, now))).toBe("NOT_FOUND");
  expect(await refusal(closeOn(database, own.staffId, { ...foreign, date: inDays(2) }, now))).toBe("NOT_FOUND");
  await database.db.insert(closures).values({ id: newId(), restaurantId: other.restaurantId, day: inDays(2) });
  expect(await refusal(reopenOn(database, own.staffId, { ...foreign, date: inDays(2) }, now))).toBe("NOT_FOUND");

  await closeOn(database, own.staffId, { date: inDays(2) }, now);
  const told = await database.db.select().from(outbox).where(eq(outbox.subjectId, own.restaurantId));
  expect(told.map(({ topic }) => topic)).toEqual(["catalog/changed"]);
});

test("a pause with an end is over by itself, and by the switch", async () => {
  const { staffId, restaurantId } = await insertKitchen(database.db);
  const soon = new Date();
  const paused = await updateKitchen(database, staffId, { pauseMinutes: 30 }, soon);
  const until = new Date(soon.getTime() + 1_800_000).toISOString();
  expect(paused).toMatchObject({ acceptingOrders: false, pausedUntil: until });
  const { restaurant } = await getMenu(database, restaurantId, soon);
  expect(restaurant).toMatchObject({ isOpen: true, acceptingOrders: false, nextOpensAt: until });

  const [later] = await listKitchens(database, staffId, new Date(soon.getTime() + 1_800_000));
  expect(later).toMatchObject({ acceptingOrders: true, pausedUntil: null });
  const resumed = await updateKitchen(database, staffId, { acceptingOrders: true }, soon);
  expect(resumed).toMatchObject({ acceptingOrders: true, pausedUntil: null });
});

test("how long an answer may take and how many orders come at once are the kitchen's to say", async () => {
  const { staffId } = await insertKitchen(database.db);
  const before = await listKitchens(database, staffId, now);
  expect(before).toMatchObject([{ answerWindowSeconds: 300, ordersPerWindow: null, orderWindowMinutes: 15 }]);
  const said = { answerWindowSeconds: 120, ordersPerWindow: 8, orderWindowMinutes: 20 };
  expect(await updateKitchen(database, staffId, said, now)).toMatchObject(said);
  const lifted = await updateKitchen(database, staffId, { ordersPerWindow: null }, now);
  expect(lifted).toMatchObject({ ...said, ordersPerWindow: null });
});

describe("a dish that is sold out", () => {
  const dish = async (restaurantId: string, id: string, at = now) =>
    (await getMenu(database, restaurantId, at)).sections.flatMap(({ items }) => items).find((item) => item.id === id);

  test("until tomorrow is back when the doors open on another day", async () => {
    const { staffId, restaurantId, menuItemIds } = await insertKitchen(database.db);
    // Open past midnight: at half past eleven, tomorrow is Tuesday noon; so it is an hour later.
    await setWeeklyHours(database, staffId, { hours: [range(1, 12, 26), range(2, 12, 26), range(3, 12, 26)] }, now);
    const monday = new Date("2027-01-04T23:30:00+05:30");
    for (const at of [monday, new Date(monday.getTime() + 3_600_000)]) {
      const update = { available: false, unavailableUntil: "tomorrow" } as const;
      const item = await updateMenuItem(database, staffId, menuItemIds[0], update, at);
      expect(item).toMatchObject({ available: false, unavailableUntil: "2027-01-05T06:30:00.000Z" });
    }
    expect(await dish(restaurantId, menuItemIds[0])).toMatchObject({ available: false });
  });

  test("until a time is back by then, and the index hears of it once", async () => {
    const { staffId, restaurantId, menuItemIds } = await insertKitchen(database.db);
    const soon = new Date(Date.now() + 300);
    const update = { available: false, unavailableUntil: soon.toISOString() };
    await updateMenuItem(database, staffId, menuItemIds[0], update, new Date());
    expect(await dish(restaurantId, menuItemIds[0])).toMatchObject({ unavailableUntil: soon.toISOString() });
    await expect.poll(() => dish(restaurantId, menuItemIds[0])).toMatchObject({ available: true });
    expect(await dish(restaurantId, menuItemIds[0])).toMatchObject({ unavailableUntil: null });

    const told = () => database.db.$count(outbox, eq(outbox.subjectId, restaurantId));
    const before = await told();
    await Promise.all([restoreDishes(database, new Date()), restoreDishes(database, new Date())]);
    expect(await told()).toBe(before + 1);
    expect(await dish(restaurantId, menuItemIds[0])).toMatchObject({ available: true });
  });

  test("comes back when somebody says so; a time that is over, or far away, is refused", async () => {
    const { staffId, menuItemIds } = await insertKitchen(database.db);
    const until = (ms: number) => ({ available: false, unavailableUntil: new Date(now.getTime() + ms).toISOString() });
    await updateMenuItem(database, staffId, menuItemIds[0], until(3_600_000), now);
    const back = await updateMenuItem(database, staffId, menuItemIds[0], { available: true }, now);
    expect(back).toMatchObject({ available: true });
    for (const ms of [-1, 31 * 86_400_000])
      expect(await refusal(updateMenuItem(database, staffId, menuItemIds[0], until(ms), now))).toBe(
        "VALIDATION_FAILED",
      );
  });
});
