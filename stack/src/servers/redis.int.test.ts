import { expect, inject, test } from "vitest";
import { anyFreePort } from "../process/ports.ts";
import { redisAnswers } from "./redis.ts";

test("a list of addresses answers as long as one of its nodes does", async () => {
  const url = inject("redisUrl");
  const nobody = `redis://127.0.0.1:${await anyFreePort()}`;
  expect(await redisAnswers(url)).toBe(true);
  expect(await redisAnswers(`${url},${nobody}`)).toBe(true);
  expect(await redisAnswers(`${nobody}, ${url}`)).toBe(true);
  expect(await redisAnswers(`${nobody},${nobody}`)).toBe(false);
});
