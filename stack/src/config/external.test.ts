import { expect, test } from "vitest";
import { readExternal } from "./external.ts";

test("nothing set: the stack starts every server itself", () => {
  expect(readExternal({ PATH: "/bin", DATABASE_URL: "" })).toEqual({});
});

test("servers of an operator's own", () => {
  const env = {
    DATABASE_URL: "postgresql://a:b@db/tiffin",
    REDIS_URL: "rediss://:x@cache:6380",
    SOKETI_HOST: "live.example.org",
    SOKETI_PORT: "443",
    SOKETI_TLS: "1",
    SOKETI_APP_ID: "1",
    SOKETI_APP_KEY: "k",
    SOKETI_APP_SECRET: "s",
  };
  expect(readExternal(env)).toEqual({ ...env, SOKETI_PORT: 443 });
});

test.each([
  [{ DATABASE_URL: "mysql://a@b/c" }, /^DATABASE_URL must look like postgres:/],
  [{ REDIS_URL: "localhost:6379" }, /^REDIS_URL must look like redis:/],
  [{ MEILI_URL: "http://search:7700" }, /^MEILI_URL is set, so MEILI_KEY is needed too/],
  [{ INNGEST_BASE_URL: "http://inngest:8288", INNGEST_EVENT_KEY: "e" }, /INNGEST_SIGNING_KEY is needed too/],
  [{ SOKETI_HOST: "live", SOKETI_PORT: "many" }, /^SOKETI_PORT must be a port number/],
])("%o is refused by name", (env: Record<string, string>, message) => {
  expect(() => readExternal(env)).toThrow(message);
});
