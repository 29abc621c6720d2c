import type { SearchDocument } from "@tiffin/domain/search/document";
import type { EngineQuery, SearchEngine } from "../../port.ts";
import { CENTRE, MONDAY_NOON, sampleTown } from "../sample-town.ts";

/** The sample town in an engine, and short ways to ask about it. Filled before the tests run. */
export class SearchedTown {
  engine!: SearchEngine;
  cityId!: string;
  town!: ReturnType<typeof sampleTown>;
  all: SearchDocument[] = [];

  async fill(setUp: () => Promise<{ engine: SearchEngine; cityId: string }>): Promise<void> {
    ({ engine: this.engine, cityId: this.cityId } = await setUp());
    this.town = sampleTown(this.cityId);
    this.all = Object.values(this.town);
    await this.engine.upsert(this.all);
  }

  /** At noon on a Monday, within 5 km of the centre, unless told otherwise. */
  readonly query = (changes: Partial<EngineQuery> = {}): EngineQuery => ({
    near: CENTRE,
    radiusMeters: 5_000,
    filters: {},
    sort: "relevance",
    offset: 0,
    limit: 50,
    now: MONDAY_NOON,
    ...changes,
  });

  readonly search = (changes: Partial<EngineQuery> = {}) => this.engine.search(this.query(changes));

  /** In the order of the answer. */
  readonly names = async (changes: Partial<EngineQuery> = {}): Promise<string[]> => {
    const { candidates } = await this.search(changes);
    return candidates.map(({ id }) => this.all.find((document) => document.id === id)?.name ?? "?");
  };

  /** By name. */
  readonly found = async (text: string, changes: Partial<EngineQuery> = {}) =>
    (await this.names({ text, ...changes })).sort();

  /** Runs with more restaurants in town. */
  async with(documents: readonly SearchDocument[], run: () => Promise<void>): Promise<void> {
    await this.engine.upsert(documents);
    this.all.push(...documents);
    try {
      await run();
    } finally {
      this.all.splice(-documents.length, documents.length);
      await this.engine.remove(documents.map(({ id }) => id));
    }
  }
}
