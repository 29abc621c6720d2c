import { freePort } from "../../harness/free-port.ts";
import { httpClient, okay } from "../../harness/http.ts";
import { environmentOf } from "../../harness/processes.ts";
import type { Figure, Part } from "../../harness/report.ts";
import { latencies } from "../../harness/statistics.ts";
import { geohash, geohashBounds } from "@tiffin/domain/geo/geohash";
import type { Location } from "@tiffin/domain/geo/location";
import { seededRandom } from "@tiffin/db/seed/random";
import { serveAgain } from "../../load/processes.ts";
import { engineQueries } from "../engine-queries.ts";
import { searchPath } from "../queries.ts";
import type { Setting } from "../setting.ts";

const CLIENTS = 500;

/** Hundreds of people ask the same thing in the same moment, and nobody has asked it before. */
export async function measureViral(setting: Setting): Promise<Part> {
  const { stack, progress } = setting;
  progress.say(`viral: ${CLIENTS} clients at once`);
  const first = stack.urls.gateway;
  const environment = environmentOf(stack.pids.gateway);
  const figures: Figure[] = [
    ...(await storm(setting, [first], "from one place", false)),
    ...(await storm(setting, [first], "from all over a cell of 5 km", true)),
  ];
  if (environment !== undefined) {
    const second = await serveAgain("apps/gateway/dist/main.js", environment, await freePort());
    try {
      figures.push(...(await storm(setting, [first, second.url], "over two gateways", true)));
    } finally {
      await second.stop();
    }
  }
  return {
    part: "one viral question, never asked before",
    parameters: { clients: CLIENTS, secondGateway: environment !== undefined },
    figures,
  };
}

async function storm(
  { tokens, cities }: Setting,
  gateways: readonly string[],
  name: string,
  spread: boolean,
): Promise<Figure[]> {
  const places = spread ? placesInCell(cities[0]!.location) : [cities[0]!.location];
  const clients = gateways.map((url) => httpClient(url, CLIENTS));
  // Connections are open before the storm, as they are behind a load balancer.
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => clients[index % clients.length]!.get("/healthz", tokens[0]!)),
  );
  const before = await engineQueries(gateways, "search");
  // A radius that nobody has, so that no run before has answered it.
  const radiusKm = (4 + (Date.now() % 1e7) / 1e7).toFixed(7);
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      const place = places[index % places.length]!;
      const path = searchPath({
        lat: place.lat.toFixed(6),
        lng: place.lng.toFixed(6),
        q: "chicken rice",
        openNow: "true",
        radiusKm,
      });
      return okay(await clients[index % clients.length]!.get(path, tokens[index % tokens.length]!), path);
    }),
  );
  const asked = (await engineQueries(gateways, "search")) - before;
  for (const client of clients) client.close();
  const took = latencies(answers.map(({ milliseconds }) => milliseconds));
  return [
    {
      name: `engine queries, ${name}`,
      value: asked,
      unit: "",
      aim: { atMost: 1 },
      note: `the last of ${CLIENTS} answers after ${Math.round(took.max)} ms, P50 ${Math.round(took.p50)} ms`,
    },
  ];
}

/** Places all over the geohash cell of 5 characters around one. */
function placesInCell(location: Location): Location[] {
  const { south, north, west, east } = geohashBounds(geohash(location, 5));
  const random = seededRandom(9);
  return Array.from({ length: CLIENTS }, () => ({ lat: random.range(south, north), lng: random.range(west, east) }));
}
