// Checks who imports whom: `npm run imports`. The rules are in .dependency-cruiser.cjs.
//
// dependency-cruiser reads TypeScript through @swc/core here (TypeScript 7 no longer has the API it would use), but asks
// it for plain TypeScript only and so falls over JSX. The parser is told about .tsx before dependency-cruiser loads it.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const swc = require("@swc/core");
const parseFileSync = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });

const { cruise } = await import("dependency-cruiser");
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const rooms = ["apps", "packages", "stack", "sim", "bench", "e2e"];

/** Cruises `folder` (a checkout, or a copy with planted violations) and returns the violations, the worst first. */
export async function findViolations(folder = root, only = rooms) {
  const { options, ...ruleSet } = require(path.join(root, ".dependency-cruiser.cjs"));
  const present = only.filter((room) => require("node:fs").existsSync(path.join(folder, room)));
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const { output } = await cruise(
    present,
    { ...cruiseOptions, ruleSet, validate: true, baseDir: folder, outputType: "json" },
    { ...enhancedResolveOptions, bustTheCache: true },
  );
  const result = typeof output === "string" ? JSON.parse(output) : output;
  return { violations: result.summary.violations, modules: result.summary.totalCruised };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { violations, modules } = await findViolations();
  for (const { rule, from, to } of violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
  console.log(`${modules} modules, ${violations.length} violations`);
  process.exitCode = violations.some((violation) => violation.rule.severity === "error") ? 1 : 0;
}
