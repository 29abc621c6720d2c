import { randomUUID } from "node:crypto";
import { Meilisearch } from "meilisearch";
import { afterAll, expect, test } from "vitest";
import { CENTRE, MONDAY_NOON, sampleTown } from "../testing/sample-town.ts";
import { describeSearchEngine } from "../testing/search.contract.ts";
import { createMeilisearchEngine } from "./meilisearch-engine.ts";

const url = process.env["MEILI_URL"];
const key = process.env["MEILI_KEY"] ?? "";

// oxlint-disable vitest/no-conditional-tests, vitest/no-disabled-tests -- a server of that kind isn't always there
if (url === undefined || url === "") {
  test.skip("Meilisearch keeps the contract: not tried, because MEILI_URL names no server", () => {});
} else {
  const made: string[] = [];
  const connect = () => {
    const indexName = `test_${randomUUID().replaceAll("-", "")}`;
    made.push(indexName);
    return createMeilisearchEngine({ url, key, indexName });
  };
  afterAll(async () => {
    const client = new Meilisearch({ host: url, apiKey: key });
    await Promise.all(made.map((uid) => client.deleteIndexIfExists(uid)));
  });

  describeSearchEngine(`Meilisearch at ${url}`, () => Promise.resolve({ engine: connect(), cityId: randomUUID() }));

  test("a rebuild is searched from the swap on, and not before", async () => {
    const engine = connect();
    const { paradise, udupi } = sampleTown(randomUUID());
    const found = async () => {
      const { candidates } = await engine.search({
        near: CENTRE,
        radiusMeters: 5_000,
        filters: {},
        sort: "distance",
        offset: 0,
        limit: 10,
        now: MONDAY_NOON,
      });
      return candidates.map(({ id }) => id);
    };
    await engine.upsert([paradise]);
    const build = await engine.beginRebuild(1, { inPlace: false });
    await build.upsert([udupi]);
    expect(await found()).toEqual([paradise.id]);
    await build.publish();
    expect(await found()).toEqual([udupi.id]);
    const again = await engine.beginRebuild(1, { inPlace: false });
    await again.publish();
    await again.close();
    expect(await found()).toEqual([udupi.id]);
  });
}
