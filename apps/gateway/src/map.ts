import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { Hono } from "hono";
import { readCityMap } from "@tiffin/api/map";
import { notFound } from "@tiffin/domain/errors";
import type { Gateway, GatewayContext, GatewayEnv } from "./http/types.ts";

const compressWith = { gzip: promisify(gzip), br: promisify(brotliCompress) };
type Encoding = keyof typeof compressWith | "identity";

interface PackedMap {
  readonly etag: string;
  readonly bodies: Partial<Record<Encoding, Buffer<ArrayBuffer>>>;
}

/** `/map/<citySlug>.geojson`: a city's streets, packed once and kept until they are imported anew. */
export function mapRoutes(gateway: Gateway): Hono<GatewayEnv> {
  const packed = new Map<string, Promise<PackedMap>>();

  async function mapOf(slug: string): Promise<PackedMap> {
    const map = await readCityMap(gateway.services, slug);
    const key = `${slug} ${map.etag}`;
    let present = packed.get(key);
    if (present === undefined) {
      for (const old of packed.keys()) if (old.startsWith(`${slug} `)) packed.delete(old);
      present = map.read().then((text) => pack(map.etag, text));
      present.catch(() => packed.delete(key));
      packed.set(key, present);
    }
    return present;
  }

  return new Hono<GatewayEnv>().get("/:file", async (c) => {
    const slug = /^([a-z0-9-]{1,64})\.geojson$/.exec(c.req.param("file"))?.[1];
    if (slug === undefined) throw notFound("map");
    const { etag, bodies } = await mapOf(slug);
    const encoding = encodingFor(c, bodies);
    // Another encoding is another representation: it needs a tag of its own.
    const tag = encoding === "identity" ? etag : `${etag.slice(0, -1)}-${encoding}"`;
    const headers = {
      etag: tag,
      vary: "accept-encoding",
      "cache-control": "public, max-age=300, stale-while-revalidate=86400",
      "access-control-allow-origin": "*",
    };
    if (matches(c.req.header("if-none-match"), tag)) return c.body(null, 304, headers);
    return c.body(bodies[encoding] ?? Buffer.alloc(0), 200, {
      ...headers,
      "content-type": "application/geo+json",
      ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
    });
  });
}

async function pack(etag: string, text: string): Promise<PackedMap> {
  const identity = Buffer.from(text);
  const [gzipped, br] = await Promise.all([
    compressWith.gzip(identity, { level: 6 }),
    compressWith.br(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  ]);
  return { etag, bodies: { identity, gzip: Buffer.from(gzipped), br: Buffer.from(br) } };
}

function encodingFor(context: GatewayContext, bodies: PackedMap["bodies"]): Encoding {
  const accepted = new Map(
    (context.req.header("accept-encoding") ?? "").split(",").map((part): [string, number] => {
      const [name = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return [name, quality === undefined ? 1 : Number(quality.trim().slice(2)) || 0];
    }),
  );
  const wanted = (["br", "gzip"] as const).find((name) => (accepted.get(name) ?? 0) > 0);
  return wanted !== undefined && bodies[wanted] !== undefined ? wanted : "identity";
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((part) => part.trim() === "*" || part.trim().replace(/^W\//, "") === etag);
}
