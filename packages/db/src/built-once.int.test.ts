import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { builtOnce } from "./built-once.ts";
import { newId } from "./ids.ts";
import { users } from "./schema/identity.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [one, other] = [await createTestDatabase(inject("postgresUrl")), await createTestDatabase(inject("postgresUrl"))];
});
afterAll(() => Promise.all([one.close(), other.close()]));

let built = 0;
const nameById = builtOnce((db) => {
  built += 1;
  return db
    .select({ name: users.name })
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare("name_by_id");
});

it("is built once and runs where it is asked for: in each database, and in a transaction with what that has written", async () => {
  const id = newId();
  const user = { id, name: "Asha", phone: "+919800000001" };
  await one.db.insert(users).values(user);
  expect(await nameById(one.db).execute({ id })).toEqual([{ name: "Asha" }]);
  expect(await nameById(other.db).execute({ id })).toEqual([]);
  await expect(
    other.db.transaction(async (tx) => {
      await tx.insert(users).values({ ...user, name: "Meera" });
      expect(await nameById(tx).execute({ id })).toEqual([{ name: "Meera" }]);
      expect(await nameById(one.db).execute({ id })).toEqual([{ name: "Asha" }]);
      throw new Error("never mind");
    }),
  ).rejects.toThrow("never mind");
  expect(await nameById(other.db).execute({ id })).toEqual([]);
  expect(built).toBe(1);
});
