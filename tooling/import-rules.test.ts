import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findViolations } from "./import-rules.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = ["domain", "db", "core", "api", "ui"];
const apps = ["customer", "rider", "restaurant", "gateway", "worker"];

/** A house of the same rooms with nothing in it, where violations can be planted without touching the real one. */
let house: string;
beforeEach(async () => {
  house = await mkdtemp(path.join(os.tmpdir(), "tiffin-rules-"));
  await mkdir(path.join(house, "node_modules/@tiffin"), { recursive: true });
  for (const npmPackage of ["ioredis", "pusher", "zod", "drizzle-orm", "hono"]) {
    await symlink(path.join(root, "node_modules", npmPackage), path.join(house, "node_modules", npmPackage));
  }
  for (const name of packages) await furnish(`packages/${name}`, name);
  for (const name of apps) await furnish(`apps/${name}`, name);
  for (const name of ["stack", "sim", "bench", "e2e"]) await furnish(name, name);
  await write("packages/db/src/orders.ts", "export const orders = 1;");
  await write("packages/db/src/client.ts", "export const client = 1;");
  await write("packages/db/src/seed/random.ts", "export const random = 1;");
  await write("packages/domain/src/money.ts", "export const money = 1;");
  await write("packages/core/src/orders/index.ts", 'export { place } from "./place.ts";');
  await write("packages/core/src/orders/place.ts", "export const place = 1;");
  await write("packages/api/src/router.ts", "export const router = 1;");
});
afterEach(() => rm(house, { recursive: true, force: true }));

async function furnish(folder: string, name: string): Promise<void> {
  await write(`${folder}/package.json`, await readFile(path.join(root, folder, "package.json"), "utf8"));
  await symlink(path.join(house, folder), path.join(house, "node_modules/@tiffin", name));
}
async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(house, file)), { recursive: true });
  await writeFile(path.join(house, file), text);
}
async function rulesBrokenBy(file: string, text: string): Promise<string[]> {
  await write(file, text);
  const { violations } = await findViolations(house);
  return violations.map((violation: { rule: { name: string } }) => violation.rule.name);
}

describe("the table of imports", () => {
  it("finds nothing in a house that keeps to it", async () => {
    await write("sim/src/good.ts", 'export { random } from "@tiffin/db/seed/random";');
    await write("bench/src/good.ts", 'export { client } from "@tiffin/db/client";');
    expect(
      await rulesBrokenBy(
        "packages/core/src/payments/index.ts",
        'import { orders } from "@tiffin/db/orders";\nimport { place } from "../orders/index.ts";\nexport const all = [orders, place];',
      ),
    ).toEqual([]);
  });

  const planted: [rule: string, file: string, text: string][] = [
    ["imports-of-packages-domain", "packages/domain/src/bad.ts", 'export { orders } from "@tiffin/db/orders";'],
    ["domain-is-pure", "packages/domain/src/bad.ts", 'import Redis from "ioredis";\nexport default Redis;'],
    ["imports-of-packages-db", "packages/db/src/bad.ts", 'export { place } from "@tiffin/core/orders";'],
    ["imports-of-packages-core", "packages/core/src/orders/bad.ts", 'export { router } from "@tiffin/api/router";'],
    [
      "core-rooms-through-their-index",
      "packages/core/src/search/bad.ts",
      'export { place } from "../orders/place.ts";',
    ],
    [
      "imports-of-packages-ui",
      "packages/ui/src/bad.tsx",
      'import { orders } from "@tiffin/db/orders";\nexport const Bad = () => <p>{orders}</p>;',
    ],
    [
      "client-code-takes-types-of-api",
      "packages/ui/src/bad.tsx",
      'import { router } from "@tiffin/api/router";\nexport const Bad = () => <p>{router}</p>;',
    ],
    [
      "imports-of-apps-customer",
      "apps/customer/src/bad.tsx",
      'import { place } from "@tiffin/core/orders";\nexport const Bad = () => <p>{place}</p>;',
    ],
    ["imports-of-apps-gateway", "apps/gateway/src/bad.ts", 'export { place } from "@tiffin/core/orders";'],
    ["imports-of-apps-worker", "apps/worker/src/bad.ts", 'export { router } from "@tiffin/api/router";'],
    ["imports-of-stack", "stack/src/bad.ts", 'export { place } from "@tiffin/core/orders";'],
    ["imports-of-sim", "sim/src/bad.ts", 'export { router } from "@tiffin/api/router";'],
    ["imports-of-sim", "sim/src/bad.ts", 'export { orders } from "@tiffin/db/orders";'],
    ["imports-of-bench", "bench/src/bad.ts", 'export { place } from "@tiffin/core/orders";'],
    ["imports-of-bench", "bench/src/bad.ts", 'export { orders } from "@tiffin/db/orders";'],
    ["imports-of-e2e", "e2e/src/bad.ts", 'export { router } from "@tiffin/api/router";'],
    ["imports-of-e2e", "e2e/src/bad.ts", 'export { random } from "@tiffin/db/seed/random";'],
    ["sdk-pusher", "packages/core/src/orders/bad.ts", 'import Pusher from "pusher";\nexport default Pusher;'],
    ["sdk-ioredis", "apps/gateway/src/bad.ts", 'import Redis from "ioredis";\nexport default Redis;'],
    ["unresolvable", "sim/src/bad.ts", 'export { nothing } from "./nowhere.ts";'],
  ];
  it.each(planted)("sees a planted violation of %s", async (rule, file, text) => {
    expect(await rulesBrokenBy(file, text)).toContain(rule);
  });

  it("lets client code take types of the api, and types go in circles", async () => {
    await write("packages/domain/src/a.ts", 'import type { B } from "./b.ts";\nexport type A = B | 1;');
    await write("packages/domain/src/b.ts", 'import { type A } from "./a.ts";\nexport type B = A | 2;');
    expect(
      await rulesBrokenBy(
        "packages/ui/src/good.tsx",
        'import type { router } from "@tiffin/api/router";\nexport type R = typeof router;',
      ),
    ).toEqual([]);
  });

  it("sees a circle", async () => {
    await write("packages/domain/src/a.ts", 'import { b } from "./b.ts";\nexport const a = () => b;');
    expect(
      await rulesBrokenBy("packages/domain/src/b.ts", 'import { a } from "./a.ts";\nexport const b = () => a;'),
    ).toContain("no-circular");
  });
});
