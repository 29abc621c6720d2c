import { afterAll, beforeAll, expect, inject } from "vitest";
import type { Engine } from "../engine.ts";
import { createDatabase, devClient, startApp, startTestEngine, type TestApp, type TestDatabase } from "./harness.ts";

/**
 * One engine on a database of its own for a whole test file, stopped with the apps that the tests serve. The engine and
 * its database are there once the first test runs.
 */
export function engineForTests() {
  let database: TestDatabase;
  let engine: Engine;
  const apps: TestApp[] = [];
  beforeAll(async () => {
    database = await createDatabase(inject("postgresUrl"));
    engine = await startTestEngine(database.url);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await engine.stop();
    await database.drop();
  });
  return {
    get database() {
      return database;
    },
    get engine() {
      return engine;
    },
    client: (id: string) => devClient(id, engine.url),
    /** Serves the functions as an app would, and sees them registered. */
    serveFunctions: async (...given: Parameters<typeof startApp>): Promise<TestApp> => {
      const app = await startApp(...given);
      apps.push(app);
      expect(app.registered).toEqual({ status: 200, message: "Successfully registered" });
      return app;
    },
  };
}
