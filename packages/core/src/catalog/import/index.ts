export { fileSource, memorySource, type ByteSource } from "./byte-source.ts";
export { importMapSchema, parseImportMap, type ImportMap } from "./field-map.ts";
export { describeReport, refusedCsvHeader, refusedCsvLine, type ImportReport } from "./import-report.ts";
export { ImportError, importRestaurants, largestCity, type ImportRequest } from "./import-restaurants.ts";
export { ensureCity } from "./make-city.ts";
export { readCsv } from "./read-csv.ts";
export { readGeoJson } from "./read-geojson.ts";
export type { Source } from "./source.ts";
