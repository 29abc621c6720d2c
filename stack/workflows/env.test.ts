import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./env.ts";

const base = { DATABASE_URL: "postgres://localhost/x" };

test("nothing but the database is needed", () => {
  expect(readConfig(base)).toMatchObject({
    host: "127.0.0.1",
    port: 8288,
    signingKey: null,
    apps: [],
    retentionDays: 7,
  });
});

test("a signing key switches signing on, INNGEST_DEV switches it off", () => {
  const key = `signkey-prod-${"ab".repeat(32)}`;
  expect(readConfig({ ...base, INNGEST_SIGNING_KEY: key }).signingKey).toBe(key);
  expect(readConfig({ ...base, INNGEST_SIGNING_KEY: key, INNGEST_DEV: "1" }).signingKey).toBeNull();
  expect(readConfig({ ...base, INNGEST_SIGNING_KEY: key, INNGEST_DEV: "0" }).signingKey).toBe(key);
});

test.each([
  [{}, "DATABASE_URL"],
  [{ ...base, PORT: "x" }, "PORT"],
  [{ ...base, INNGEST_SIGNING_KEY: "secret" }, "INNGEST_SIGNING_KEY"],
  [{ ...base, WORKFLOWS_APPS: "http://a/api,nope" }, "WORKFLOWS_APPS"],
  [{ ...base, LOG_LEVEL: "loud" }, "LOG_LEVEL"],
])("%j is an error that names %s", (env, name) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name}: `));
});
