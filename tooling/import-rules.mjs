// Checks who imports whom: `npm run imports`. The rules are in .dependency-cruiser.cjs.
//
// dependency-cruiser reads TypeScript through @swc/core here (TypeScript 7 no longer has the API it would use), but asks
// it for plain TypeScript only, so that it falls over JSX, and does not tell imports of types from those of values. Both are
// mended at the parser, before dependency-cruiser loads it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const swc = require("@swc/core");
const parseFileSync = swc.parseFileSync.bind(swc);
let typesCount = true;
swc.parseFileSync = (file, options) => {
  const ast = parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });
  return typesCount ? ast : { ...ast, body: ast.body.filter((statement) => !isTypeOnly(statement)) };
};

function isTypeOnly({ typeOnly, specifiers = [] }) {
  return typeOnly === true || (specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true));
}

const { cruise } = await import("dependency-cruiser");
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const rooms = ["apps", "packages", "stack", "sim", "bench", "e2e"];

/** Cruises `folder` (a checkout, or a copy with planted violations) and returns the violations. */
export async function findViolations(folder = root) {
  const { forbidden, forbiddenAmongValues, options } = require(path.join(root, ".dependency-cruiser.cjs"));
  const all = await cruiseWith(folder, forbidden, options);
  typesCount = false;
  try {
    const values = await cruiseWith(folder, forbiddenAmongValues, options);
    return { violations: [...all.violations, ...values.violations], modules: all.totalCruised };
  } finally {
    typesCount = true;
  }
}

async function cruiseWith(folder, forbidden, { enhancedResolveOptions, ...options }) {
  const { output } = await cruise(
    rooms.filter((room) => existsSync(path.join(folder, room))),
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: folder, outputType: "json" },
    { ...enhancedResolveOptions, bustTheCache: true },
  );
  return (typeof output === "string" ? JSON.parse(output) : output).summary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { violations, modules } = await findViolations();
  for (const { rule, from, to } of violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
  console.log(`${modules} modules, ${violations.length} violations`);
  process.exitCode = violations.some((violation) => violation.rule.severity === "error") ? 1 : 0;
}
