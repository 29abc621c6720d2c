import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

export type SystemUser = { uid: number; gid: number };

/** What root keeps outside of a checkout that the server's user cannot enter. */
export const sharedFolder = "/var/lib/tiffin";

/**
 * Postgres refuses to run as root. As root: the machine's `postgres` user, made when it is missing, else
 * `nobody`. As anybody else: undefined, the server runs as ourselves.
 */
export function serverUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp("postgres");
  if (known !== undefined) return known;
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "postgres"], {
    stdio: "ignore",
  });
  const user = lookUp("postgres") ?? lookUp("nobody");
  if (user === undefined)
    throw new Error(
      "Postgres cannot run as root, and there is no user `postgres`: create it with `useradd --system postgres`",
    );
  return user;
}

function lookUp(name: string): SystemUser | undefined {
  const id = (flag: string) => {
    const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
    return status === 0 ? Number(stdout.trim()) : undefined;
  };
  const uid = id("-u");
  const gid = id("-g");
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

/** Can this user enter the folder? Asked of the system itself: modes alone do not tell (ACLs, mounts). */
export function canEnter(user: SystemUser | undefined, folder: string): boolean {
  if (user === undefined) return true;
  return (
    spawnSync("/bin/sh", ["-c", 'test -x "$0" && cd "$0"', folder], { ...user, stdio: "ignore", cwd: "/" }).status === 0
  );
}

/**
 * The folder with Postgres's binaries, for a user that may not be able to enter the checkout: then a copy is
 * kept in the shared folder, once for each version.
 */
export function reachableBinaries(native: string, version: string, user: SystemUser | undefined): string {
  if (canEnter(user, join(native, "bin"))) return native;
  const copy = join(sharedFolder, `postgres-${version}`);
  if (!existsSync(copy)) {
    const fresh = `${copy}.${process.pid}`;
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    chmodSync(dirname(copy), 0o755);
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, copy);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}
