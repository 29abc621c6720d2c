import { describe, expect, it } from "vitest";
import { memorySource } from "./byte-source.ts";
import { importMapSchema, parseImportMap } from "./field-map.ts";
import { readCsv } from "./read-csv.ts";

async function read(text: string, map: object = {}) {
  const source = await readCsv(memorySource(text), importMapSchema.parse(map));
  const rows: [line: number, name: string | undefined][] = [];
  const broken: number[] = [];
  const warnings: string[] = [];
  const context = { country: "IN", now: new Date() };
  for await (const entry of source.rows(context, { onWarning: (warning) => warnings.push(warning) })) {
    if ("row" in entry) rows.push([entry.row.line, entry.row.values.name]);
    else broken.push(entry.refused.line);
  }
  return { rows, broken, warnings };
}

describe("a CSV", () => {
  it("may mix line ends, and has lines within quotes", async () => {
    const { rows } = await read('name,lat,lng\r\nA,1,2\nB,1,2\r"C\r\nD",1,2\n\nE,1,2');
    expect(rows).toEqual([
      [2, "A"],
      [3, "B"],
      [4, "C D"],
      [7, "E"],
    ]);
  });

  it("loses one row to a quote that is never closed, not all that follow", async () => {
    const { rows, broken } = await read('name,lat,lng\nA,1,2\n"B,1,2\nC,1,2\nD,1,2\n');
    expect([rows, broken]).toEqual([
      [
        [2, "A"],
        [4, "C"],
        [5, "D"],
      ],
      [3],
    ]);
    const withOthers = await read('name,lat,lng\n"B,1,2\nC,1,2\n"D, E",1,2\nF,1,2\n');
    expect([withOthers.rows, withOthers.broken]).toEqual([
      [
        [3, "C"],
        [4, "D, E"],
        [5, "F"],
      ],
      [2],
    ]);
  });

  it("is not put off by a cell of 10 MB, or a quote that is open for longer than that", async () => {
    const big = "x".repeat(10_000_000);
    expect((await read(`name,lat,lng,cuisine\nA,1,2,${big}\nB,1,2,\n`)).rows).toEqual([
      [2, "A"],
      [3, "B"],
    ]);
    const lines = `${"filler ".repeat(20)},1,2\n`.repeat(40_000);
    const { rows, broken } = await read(`name,lat,lng\n"A,1,2\n${lines}`);
    expect([rows.length, broken]).toEqual([40_000, [2]]);
  });

  it("may have a header twice, of which the first counts", async () => {
    const { rows, warnings } = await read("name,lat,lng,name\nA,1,2,B\n");
    expect([rows, warnings.length]).toEqual([[[2, "A"]], 1]);
  });

  it("holds data: formulas and names of JavaScript's own are names like any other", async () => {
    const { rows } = await read(
      "name,lat,lng,__proto__\n\"=cmd|'/C calc'!A0\",1,2,x\n__proto__,1,2,y\nconstructor,1,2,z\n",
    );
    expect(rows.map(([, name]) => name)).toEqual(["=cmd|'/C calc'!A0", "__proto__", "constructor"]);
  });

  it("that names no restaurants is said to be so", async () => {
    await expect(read("lat,lng\n1,2\n")).rejects.toThrow(/no column holds the name.*"lat", "lng"/);
    await expect(read("\n\n")).rejects.toThrow(/no header row/);
  });
});

describe("a map", () => {
  it("names the key that is at fault", () => {
    expect(() => parseImportMap('{"fields":{"nmae":"x"}}')).toThrow(/^fields\.nmae: no such field; there are id, name/);
    expect(() => parseImportMap('{"feilds":{}}')).toThrow("feilds: no such key");
    expect(() => parseImportMap('{"city":{"country":"India"}}')).toThrow("city.country: two capital letters");
    expect(() => parseImportMap('{"city":{"timeZone":"Mars/Base"}}')).toThrow(
      "city.timeZone: there is no such time zone",
    );
    expect(() => parseImportMap('{"places":{"A":{"lat":91,"lng":0}}}')).toThrow("places.A.lat: ");
    expect(() => parseImportMap('{"encoding":"klingon"}')).toThrow("encoding: there is no such encoding");
    expect(() => parseImportMap("[")).toThrow(/^no JSON/);
  });
});
