/** Redis keys of this room. */
export const searchKeys = {
  /** What was found for a question in a geohash cell of 5 characters (some 5 km wide). */
  matches: (geohash5: string, fingerprint: string) => `search:${geohash5}:${fingerprint}`,
  /** Held by the one process that asks the engine for it. */
  lock: (matchesKey: string) => `lock:${matchesKey}`,
  /** Another value whenever something of that city changed in the index. */
  version: (cityId: string) => `{city:${cityId}}:search:version`,
} as const;

/** Where processes hear of it: `<cityId> <version>`. */
export const VERSIONS_CHANNEL = "search:versions";
