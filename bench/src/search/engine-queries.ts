import { readMetrics } from "../harness/metrics.ts";

/** How often gateways have asked the engine so far, by their own count. */
export async function engineQueries(gatewayUrls: readonly string[], call: "search" | "suggest"): Promise<number> {
  const counts = await Promise.all(
    gatewayUrls.map(async (url) => {
      const metrics = await readMetrics(url);
      if (!metrics.has("search_engine_queries_total")) throw new Error(`${url} does not count its engine queries`);
      return metrics.sum("search_engine_queries_total", { call });
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
