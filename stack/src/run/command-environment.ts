import { existsSync } from "node:fs";
import type { VarFolder } from "../config/var-folder.ts";
import { readExternal } from "../config/external.ts";
import { loadSecrets } from "../config/secrets.ts";
import { serviceEnvironment } from "../config/environment.ts";
import type { Ports } from "../config/addresses.ts";
import { Failure } from "../failure.ts";
import { readStackFile, type StackFile } from "../stack-file.ts";

/** What a command is told: the running stack's addresses and secrets; without one, the operator's own environment. */
export function commandEnvironment(folder: VarFolder, terminal: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const stack = readStackFile(folder.stackFile);
  if (stack === undefined) {
    if (terminal["DATABASE_URL"] !== undefined || terminal["GATEWAY_URL"] !== undefined) return terminal;
    throw new Failure(
      `no stack runs in ${folder.root}: \`npm start\` first, or set DATABASE_URL (and REDIS_URL) to servers of your own`,
    );
  }
  if (!existsSync(folder.secretsFile)) throw new Failure(`${folder.secretsFile} is missing`);
  return {
    ...serviceEnvironment({
      ports: portsOf(stack),
      secrets: loadSecrets(folder.secretsFile),
      external: readExternal({ ...terminal, ...serversOf(stack) }),
      folder,
      relaxedLimits: false,
      isDemo: stack.demo !== undefined,
      host: "127.0.0.1",
    }),
    SEARCH_ENGINE: stack.engines.search,
    FORCE_COLOR: terminal["FORCE_COLOR"],
  };
}

/** The running stack says where its servers are, whatever this terminal's environment says. */
function serversOf(stack: StackFile): Record<string, string | undefined> {
  return { DATABASE_URL: stack.urls["postgres"], REDIS_URL: stack.urls["redis"] };
}

function portsOf(stack: StackFile): Ports {
  const port = (name: string) => Number(new URL(stack.urls[name] ?? "http://127.0.0.1:0").port);
  return {
    customer: port("customer"),
    rider: port("rider"),
    restaurant: port("restaurant"),
    gateway: port("gateway"),
    worker: port("worker"),
    paymentSandbox: port("paymentSandbox"),
    life: 0,
    soketi: port("soketi"),
    soketiMetrics: 0,
    workflows: port("workflows"),
    // Their whole addresses are known, and of a cluster there are several.
    postgres: 0,
    redis: 0,
  };
}
