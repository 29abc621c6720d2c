import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

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
