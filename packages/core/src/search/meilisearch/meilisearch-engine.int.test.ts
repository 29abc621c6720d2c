import { randomUUID } from "node:crypto";
import { test } from "vitest";
import { describeSearchEngine } from "../testing/search.contract.ts";
import { createMeilisearchEngine } from "./meilisearch-engine.ts";

const url = process.env["MEILI_URL"];
const key = process.env["MEILI_KEY"] ?? "";

// oxlint-disable vitest/no-conditional-tests, vitest/no-disabled-tests -- a server of that kind isn't always there
if (url === undefined || url === "") {
  test.skip("Meilisearch keeps the contract: not tried, because MEILI_URL names no server", () => {});
} else {
  describeSearchEngine(`Meilisearch at ${url}`, () =>
    Promise.resolve({
      engine: createMeilisearchEngine({ url, key, indexName: `test_${randomUUID().replaceAll("-", "")}` }),
      cityId: randomUUID(),
    }),
  );
}
