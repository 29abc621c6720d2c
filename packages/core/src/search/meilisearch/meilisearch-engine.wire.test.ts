import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CENTRE, MONDAY_NOON, restaurant, sampleTown } from "../testing/sample-town.ts";
import type { EngineQuery } from "../port.ts";
import { DocumentRefusedError } from "../rebuild/port.ts";
import { indexedDocument } from "./indexed-document.ts";
import { createMeilisearchEngine } from "./meilisearch-engine.ts";
import { indexSettings } from "./settings.ts";
import { startWireServer, type WireServer } from "./testing/wire-server.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const connect = (changes: { key?: string; requestTimeoutMs?: number } = {}) =>
  createMeilisearchEngine({ url: server.url, key: server.key, ...changes });
const idsIn = (uid: string) => [...(server.indexes.get(uid)?.documents.keys() ?? [])].sort();
const query = (changes: Partial<EngineQuery> = {}): EngineQuery => ({
  near: CENTRE,
  radiusMeters: 5_000,
  filters: {},
  sort: "relevance",
  offset: 0,
  limit: 20,
  now: MONDAY_NOON,
  ...changes,
});
const town = Object.values(sampleTown("city"));
const ids = town.map(({ id }) => id).sort();

describe("Meilisearch on the wire: writing", () => {
  it("makes the index with its settings before the first documents, once", async () => {
    const engine = connect();
    expect(await engine.hasIndex()).toBe(false);
    expect(await engine.indexedIds(ids)).toEqual([]);
    await engine.upsert(town.slice(0, 2));
    await engine.upsert(town.slice(2));
    expect(server.indexes.get("restaurants")?.settings).toEqual(indexSettings);
    expect(idsIn("restaurants")).toEqual(ids);
    expect(server.requests.filter((request) => request === "POST /indexes")).toHaveLength(1);
    expect(await engine.hasIndex()).toBe(true);
    await engine.remove(ids.slice(1));
    expect(await engine.indexedIds(ids)).toEqual(ids.slice(0, 1));
  });

  it("gives an index its settings that lost its maker before it had them", async () => {
    await connect().upsert(town);
    server.indexes.get("restaurants")!.settings = null;
    await connect().upsert(town);
    expect(server.indexes.get("restaurants")?.settings).toEqual(indexSettings);
  });

  it("says which document a task failed for, with the server's own code", async () => {
    const engine = connect();
    const [first, ...rest] = town;
    server.refuses = first!.name;
    const refused: unknown = await engine.upsert(town).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DocumentRefusedError);
    expect(refused).toMatchObject({ code: "invalid_document_geo_field", documentIds: [first!.id] });
    expect(String(refused)).toContain(`refuses document ${first!.id} (invalid_document_geo_field): The \`_geo\` field`);
    await engine.upsert(rest);
    expect(idsIn("restaurants")).toHaveLength(rest.length);
  });

  it("takes the server's own trouble for a time in which it is away", async () => {
    const engine = connect();
    server.onTask = (type) => {
      if (type === "documentAdditionOrUpdate") throw new Error("disk");
    };
    await expect(engine.upsert(town)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it.each([
    ["a wrong key", { key: "wrong" }, "invalid_api_key"],
    ["no key", { key: "" }, "missing_authorization_header"],
  ])("says so when it is refused with %s", async (_name, options, code) => {
    const refused: unknown = await connect(options)
      .search(query())
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "UNAVAILABLE", message: `Search is not reachable just now (${code}).` });
  });

  it("waits no longer than it was told for an answer", async () => {
    server.isStuck = true;
    await expect(connect({ requestTimeoutMs: 50 }).search(query())).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("is UNAVAILABLE where nothing listens, and before anything was indexed", async () => {
    await expect(connect().search(query())).rejects.toMatchObject({ code: "UNAVAILABLE" });
    const engine = createMeilisearchEngine({ url: "http://127.0.0.1:1", key: "k" });
    await expect(engine.search(query())).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("Meilisearch on the wire: a rebuild", () => {
  const place = "restaurants_7";

  it("is built aside; the old index answers until both are swapped, then it goes", async () => {
    const engine = connect();
    const old = restaurant("city", "Closed for Good", 100);
    await engine.upsert([old]);
    const build = await engine.beginRebuild(7, { inPlace: false });
    expect(build).toMatchObject({ isNew: true, inPlace: false });
    await build.upsert(town);
    expect(idsIn("restaurants")).toEqual([old.id]);
    expect(idsIn(place)).toEqual(ids);
    expect(server.indexes.get(place)?.settings).toEqual(indexSettings);
    await build.publish();
    expect(idsIn("restaurants")).toEqual(ids);
    // What changed meanwhile goes to the one that is searched now.
    await build.remove([ids[0]!]);
    expect(idsIn("restaurants")).toEqual(ids.slice(1));
    await build.close();
    expect([...server.indexes.keys()]).toEqual(["restaurants"]);
    expect(server.requests.filter((request) => request === "POST /swap-indexes")).toHaveLength(1);
  });

  it("goes on in the index that it began, and clears away those that were given up", async () => {
    const engine = connect();
    await (await engine.beginRebuild(6, { inPlace: false })).upsert(town);
    await (await engine.beginRebuild(7, { inPlace: false })).upsert(town.slice(0, 3));
    expect([...server.indexes.keys()].sort()).toEqual(["restaurants", place]);
    const again = await connect().beginRebuild(7, { inPlace: false });
    expect(again.isNew).toBe(false);
    await again.upsert(town.slice(3));
    expect(idsIn(place)).toEqual(ids);
  });

  it("does not swap back when it crashed right after the swap", async () => {
    const crashed = await connect().beginRebuild(7, { inPlace: false });
    await crashed.upsert(town);
    await crashed.publish();
    const again = await connect().beginRebuild(7, { inPlace: false });
    expect(again.isNew).toBe(false);
    await again.publish();
    await again.close();
    expect(idsIn("restaurants")).toEqual(ids);
    expect([...server.indexes.keys()]).toEqual(["restaurants"]);
  });

  it("of one city writes into the index that is searched", async () => {
    const build = await connect().beginRebuild(8, { inPlace: true });
    expect(build).toMatchObject({ isNew: false, inPlace: true });
    await build.upsert(town);
    await build.publish();
    await build.close();
    expect(idsIn("restaurants")).toEqual(ids);
  });
});

describe("Meilisearch on the wire: asking", () => {
  const hit = (index: number, score: number) => ({ ...indexedDocument(town[index]!), _rankingScore: score });
  const counts = {
    hits: [],
    totalHits: 3,
    facetDistribution: {
      isPureVeg: { true: 1, false: 2 },
      cuisines: { Biryani: 2, "South Indian": 1 },
      ratingBand: { "4": 2, none: 1 },
      costBand: { "60000": 3 },
    },
  };
  const open = { hits: [], totalHits: 2, facetDistribution: { isPureVeg: { false: 2 } } };
  beforeEach(async () => {
    await connect().upsert(town);
  });

  it("asks for hits and, with pages, for counts that are exact; bands add up", async () => {
    server.results = [{ hits: [hit(0, 0.9), hit(5, 0.8)] }, counts, open];
    const result = await connect().search(query({ text: "Biryani!", offset: 20 }));
    expect(result).toMatchObject({
      total: 3,
      reachesBeyond: false,
      facets: {
        veg: { true: 1, false: 2 },
        openNow: { true: 2, false: 1 },
        rating: { "4.5": 0, "4": 2, "3.5": 2, "3": 2 },
        costForTwo: { "30000": 0, "60000": 3, "100000": 3, "200000": 3 },
      },
      candidates: [
        { id: town[0]!.id, textScore: 0.9, isOpen: true },
        // Opens in the evening.
        { id: town[5]!.id, textScore: 0.8, isOpen: false },
      ],
    });
    const [hits, all] = server.searches[0]!.queries;
    expect(hits).toMatchObject({
      indexUid: "restaurants",
      q: "biryani",
      matchingStrategy: "all",
      showRankingScore: true,
      sort: [`_geoPoint(${CENTRE.lat.toFixed(7)}, ${CENTRE.lng.toFixed(7)}):asc`, "id:asc"],
      offset: 20,
      limit: 20,
    });
    expect(hits).not.toHaveProperty("facets");
    expect(all).toMatchObject({ page: 1, hitsPerPage: 0, q: "biryani", filter: hits!["filter"] });
    expect(all).not.toHaveProperty("offset");
  });

  it("sorts a text's matches by itself, since the server sorts within the text's fit", async () => {
    server.results = [{ hits: [hit(0, 0.9), hit(1, 0.5), hit(2, 0.4)] }, counts, open];
    const { candidates } = await connect().search(query({ text: "x", sort: "rating", offset: 1, limit: 1 }));
    // 4.6, then 4.4: the second is asked for.
    expect(candidates.map(({ rating }) => rating)).toEqual([4.4]);
    expect(server.searches[0]!.queries[0]).toMatchObject({ limit: 5_000 });
  });

  it("looks at addresses beside other words only, for hits and counts alike", async () => {
    server.results = [{ hits: [] }, counts, open];
    await connect().search(query({ text: "ganesh" }));
    await connect().search(query({ text: "biryani ganesh" }));
    const asked = server.searches.map(({ queries }) => queries.map((one) => one["attributesToSearchOn"]));
    const names = ["name", "localName", "cuisines", "dishNames"];
    expect(asked).toEqual([
      [names, names, names],
      [undefined, undefined, undefined],
    ]);
  });

  it("takes what lies a little farther when all of it fits, and not when it doesn't", async () => {
    const beyond = { hits: [hit(0, 0.9), hit(1, 0.8), hit(2, 0.7)], totalHits: 3 };
    server.results = [{ hits: [hit(0, 0.9)] }, counts, open, beyond];
    const near = query({ text: "x", reachMeters: 500 });
    expect(await connect().search(near)).toMatchObject({ reachesBeyond: true, candidates: { length: 3 } });
    expect(server.searches[0]!.queries[3]).toMatchObject({ page: 1, hitsPerPage: 20 });
    expect(String(server.searches[0]!.queries[3]!["filter"])).toContain(", 5500)");
    server.results = [{ hits: [hit(0, 0.9)] }, counts, open, { ...beyond, totalHits: 21 }];
    expect(await connect().search(near)).toMatchObject({ reachesBeyond: false, candidates: { length: 1 } });
  });

  it("sends what people type as values, never as syntax", async () => {
    server.results = [{ hits: [] }, counts, open];
    const nasty = `x"] OR isPureVeg = true OR name IN ["`;
    await connect().search(query({ text: nasty, filters: { cuisines: [nasty, "a\\", "b'"] } }));
    const filter = server.searches[0]!.queries[0]!["filter"] as string[];
    expect(filter).toHaveLength(2);
    expect(filter[1]).toBe(String.raw`cuisineKeys IN ["x\"] or ispureveg = true or name in [\"", "a\\", "b'"]`);
  });
});
