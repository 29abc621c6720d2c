import { deflateSync } from "node:zlib";

/** A tiny OpenStreetMap extract in PBF (wiki.openstreetmap.org/wiki/PBF_Format), written by hand: one block, plain nodes. */
export function smallPbf(
  nodes: readonly { id: number; lat: number; lng: number }[],
  ways: readonly { id: number; refs: readonly number[]; tags: Readonly<Record<string, string>> }[],
): Buffer {
  const strings = ["", ...new Set(ways.flatMap(({ tags }) => Object.entries(tags).flat()))];
  const group = Buffer.concat([
    ...nodes.map(({ id, lat, lng }) =>
      bytes(1, Buffer.concat([svarint(1, id), svarint(8, Math.round(lat * 1e7)), svarint(9, Math.round(lng * 1e7))])),
    ),
    ...ways.map(({ id, refs, tags }) =>
      bytes(
        3,
        Buffer.concat([
          uvarint(1, id),
          bytes(2, packed(Object.keys(tags).map((key) => strings.indexOf(key)))),
          bytes(3, packed(Object.values(tags).map((value) => strings.indexOf(value)))),
          // Each reference as the difference from the one before.
          bytes(8, packed(refs.map((ref, i) => zigzag(ref - (refs[i - 1] ?? 0))))),
        ]),
      ),
    ),
  ]);
  const table = Buffer.concat(strings.map((text) => bytes(1, Buffer.from(text))));
  const block = Buffer.concat([bytes(1, table), bytes(2, group)]);
  const header = Buffer.concat([bytes(4, Buffer.from("OsmSchema-V0.6"))]);
  return Buffer.concat([blob("OSMHeader", header), blob("OSMData", block)]);
}

function blob(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([uvarint(2, content.length), bytes(3, deflateSync(content))]);
  const head = Buffer.concat([bytes(1, Buffer.from(type)), uvarint(3, body.length)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);
const packed = (values: readonly number[]): Buffer => Buffer.concat(values.map(varint));
const uvarint = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const svarint = (field: number, value: number): Buffer => uvarint(field, zigzag(value));
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.of(...out, rest);
}
