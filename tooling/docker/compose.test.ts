import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readConfig as readGateway, settings as gateway } from "../../apps/gateway/src/env.ts";
import { readConfig as readWorker, settings as worker } from "../../apps/worker/src/env.ts";
import { appEnvironment, settings as webApp } from "../../packages/ui/src/server/app-env.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = readFileSync(path.join(root, "docker-compose.yml"), "utf8");
const dockerfile = readFileSync(path.join(root, "tooling/docker/Dockerfile"), "utf8");
const caddyfile = readFileSync(path.join(root, "tooling/docker/Caddyfile"), "utf8");

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);

test("every engine and every process of ours has its service", () => {
  expect(Object.keys(compose.services).toSorted()).toEqual(
    [
      ["postgres", "redis", "meilisearch", "inngest", "soketi"],
      ["migrate", "gateway", "worker", "customer", "rider", "restaurant", "sandbox", "caddy"],
    ]
      .flat()
      .toSorted(),
  );
});

test("whoever is waited for exists, and can be seen to be ready", () => {
  const waits = services.flatMap(([, { depends_on: on = {} }]) => Object.entries(on));
  const cannotBeSeen = waits.filter(([name, { condition }]) => {
    const other = compose.services[name];
    return other === undefined || (condition === "service_healthy" && other.healthcheck === undefined);
  });
  expect(waits.length).toBeGreaterThan(10);
  expect(cannotBeSeen).toEqual([]);
});

test("mounted files, volumes, build targets and entry points are there", () => {
  const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(":")[0] ?? ""));
  const entries = services.flatMap(([, { command = [] }]) => command.filter((word) => word.endsWith(".ts")));
  const targets = services.flatMap(([, { build }]) => build?.target ?? []);
  const isThere = (file: string) => existsSync(path.join(root, file));
  expect(sources.filter((source) => !(source.startsWith("./") ? isThere(source) : source in compose.volumes))).toEqual(
    [],
  );
  expect(entries.filter((entry) => !isThere(entry))).toEqual([]);
  expect(targets.filter((target) => !dockerfile.includes(` AS ${target}\n`))).toEqual([]);
  expect(entries).toHaveLength(2);
});

test("the image copies the manifest of every workspace before it installs", () => {
  const lock = z
    .object({ packages: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  const workspaces = Object.keys(lock.packages).filter((name) => name !== "" && !name.includes("node_modules"));
  for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/\n`);
});

test("Caddy reaches services that exist, on the ports they listen on", () => {
  const upstreams = [...caddyfile.matchAll(/dynamic a (\w+) (\d+)/g)].map(([, name, port]) => [name ?? "", port]);
  expect(upstreams).toHaveLength(5);
  expect(upstreams.map(([name]) => [name, compose.services[name ?? ""]?.environment?.["PORT"]])).toEqual(upstreams);
});

test("Caddy keeps /metrics inside, whichever site is asked", () => {
  const blocks = caddyfile.split(/^(?=\S.*\{$)/m);
  const common = blocks.find((block) => block.startsWith("(common)")) ?? "";
  const sites = blocks.filter((block) => block.startsWith("{$")).map((block) => block.replace("import common", common));
  expect(sites).toHaveLength(5);
  const isKept = (site: string) => /@(\w+) path (?:\S+ )*\/metrics\n\s*respond @\1 404/.test(site);
  expect(sites.filter((site) => !isKept(site))).toEqual([]);
});

const processes = [
  { name: "gateway", settings: gateway, read: readGateway },
  { name: "worker", settings: worker, read: readWorker },
  ...["customer", "rider", "restaurant"].map((name) => ({
    name,
    settings: webApp,
    read: (env: Record<string, string>) => appEnvironment(name, () => env)(),
  })),
];
/** HOST is the image's; limits are never lifted here, Inngest's own server signs, and the seed's accounts are not printed. */
const notHere = new Set(["HOST", "TIFFIN_RELAXED_LIMITS", "INNGEST_DEV", "TIFFIN_DEMO_ACCOUNTS"]);

test.each(processes)("$name is told every setting that it reads", ({ name, settings }) => {
  const told = compose.services[name]?.environment ?? {};
  expect(settings.filter((setting) => !(setting in told) && !notHere.has(setting))).toEqual([]);
});

test.each(processes)(
  "$name starts with what compose makes of a .env that holds the secrets alone",
  ({ name, read }) => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "tiffin-env-")), ".env");
    try {
      spawnSync(process.execPath, [path.join(root, "tooling/docker/make-env.mjs"), file]);
      const made = new Map(
        [...readFileSync(file, "utf8").matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [
          key,
          value?.replace(/^'(.*)'$/, "$1"),
        ]),
      );
      const filledIn = (value: string) =>
        value.replaceAll(
          /\$\{(\w+):([-?])([^}]*)\}/g,
          (_, key: string, kind: string, fallback: string) => made.get(key) ?? (kind === "-" ? fallback : ""),
        );
      const environment = Object.entries(compose.services[name]?.environment ?? {});
      expect(() => read(Object.fromEntries(environment.map(([key, value]) => [key, filledIn(value)])))).not.toThrow();
    } finally {
      rmSync(path.dirname(file), { recursive: true, force: true });
    }
  },
);

test("make-env writes every secret that compose insists on, once, for our eyes only", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tiffin-env-"));
  const file = path.join(folder, ".env");
  const make = () =>
    spawnSync(process.execPath, [path.join(root, "tooling/docker/make-env.mjs"), file], { encoding: "utf8" });
  try {
    expect(make().status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = readFileSync(file, "utf8");
    const insistsOn = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    expect([...insistsOn].filter((name) => !new RegExp(`^${name}=.+`, "m").test(written))).toEqual([]);
    expect(make().status).toBe(1);
    expect(readFileSync(file, "utf8")).toBe(written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the images of others are pinned to a version", () => {
  const others = services.flatMap(([, { image, build }]) => (build === undefined ? [image] : []));
  const fallback = (image: string) => /^\$\{\w+:-(.+)\}$/.exec(image)?.[1] ?? image;
  expect(others.length).toBeGreaterThan(4);
  expect(others.filter((image) => !/:v?\d/.test(fallback(image)))).toEqual([]);
});

test("docker itself accepts the file, where docker compose is installed", ({ skip }) => {
  if (spawnSync("docker", ["compose", "version"], { stdio: "ignore" }).status !== 0)
    skip("docker compose is not installed");
  const env = {
    ...process.env,
    ...Object.fromEntries([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => [name, "x"])),
  };
  const { status, stderr } = spawnSync("docker", ["compose", "config", "--quiet"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
