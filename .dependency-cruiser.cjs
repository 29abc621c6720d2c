// Who may import whom. The table stands in docs/architecture.md; tooling/import-rules.test.ts plants violations
// and sees each one caught.

/** A room may import itself, npm packages, and the rooms (or the folders and files of a room) listed. */
const rooms = {
  "packages/domain": [],
  "packages/db": ["packages/domain"],
  "packages/core": ["packages/domain", "packages/db"],
  "packages/api": ["packages/domain", "packages/core"],
  "packages/ui": ["packages/domain", "packages/api"],
  "apps/customer": ["packages/ui", "packages/domain", "packages/api"],
  "apps/rider": ["packages/ui", "packages/domain", "packages/api"],
  "apps/restaurant": ["packages/ui", "packages/domain", "packages/api"],
  "apps/gateway": ["packages/api", "packages/domain", "packages/core/src/(location|realtime|identity)"],
  "apps/worker": ["packages/core", "packages/domain"],
  stack: ["packages/domain", "packages/db"],
  sim: ["packages/domain", "packages/db/src/seed"],
  bench: ["packages/domain", "packages/db/src/(seed|client|ids|queries/(orders|placement)|testing/fixtures)"],
  e2e: ["packages/domain"],
};
const anyRoom = "^(packages|apps)/[^/]+/|^(stack|sim|bench|e2e)/";
const tests = "\\.(test|spec|bench)\\.tsx?$|/testing(/|\\.ts$)";

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `imports-of-${room.replaceAll("/", "-")}`,
  severity: "error",
  from: { path: `^${room}/`, pathNot: tests },
  to: { path: anyRoom, pathNot: `^(${[room, ...allowed].join("|")})(/|\\.ts$)` },
}));

/** An SDK is imported by one adapter file only, so that it can be replaced there. */
const adapters = {
  meilisearch: "^packages/core/src/search/",
  pusher: "^packages/core/src/realtime/",
  "web-push": "^packages/core/src/push/",
  stripe: "^packages/core/src/payments/",
  razorpay: "^packages/core/src/payments/",
  ioredis: "^packages/core/src/redis/|^stack/",
  "pg-logical-replication": "^packages/core/src/relay/",
};
const adapterRules = Object.entries(adapters).map(([sdk, home]) => ({
  name: `sdk-${sdk}`,
  severity: "error",
  from: { path: "^(packages|apps|stack)/", pathNot: `${home}|${tests}` },
  to: { path: `node_modules/${sdk}/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...adapterRules,
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^packages/domain/", pathNot: tests },
      to: { pathNot: "^packages/domain/|node_modules/zod/" },
    },
    {
      name: "core-rooms-through-their-index",
      severity: "error",
      comment: "Another capability is reached only through its index; tests may also use its testing/ helpers.",
      from: { path: "^packages/core/src/([^/]+)/", pathNot: tests },
      to: { path: "^packages/core/src/([^/]+)/", pathNot: "^packages/core/src/($1/|[^/]+/index\\.ts$)" },
    },
    {
      name: "unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(node:|geojson$)" },
    },
  ],
  // These look at values alone: an import of types is gone when the code runs.
  forbiddenAmongValues: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "client-code-takes-types-of-api",
      severity: "error",
      from: { path: "^packages/ui/" },
      to: { path: "^packages/(api|core|db)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|dist|var|node_modules/\\.cache)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
    parser: "swc",
  },
};
