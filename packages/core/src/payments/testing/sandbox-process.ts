import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SANDBOX_API_KEY = "sk_sandbox_for_tests";
export const SANDBOX_WEBHOOK_SECRET = "whsec_sandbox_for_tests";

export interface TestSandbox {
  readonly url: string;
  /** What the gateway holds for an order, as an auditor sees it. */
  audit(reference: string): Promise<{ id: string; status: string; captured: number; refunded: number }[]>;
  fault(fault: { kind: string; rate?: number; times?: number }): Promise<void>;
  healthy(): Promise<void>;
  /** Answers a payment's 3DS page as its customer would. */
  answerChallenge(url: string, decision: "approve" | "refuse"): Promise<void>;
  stop(): Promise<void>;
}

/** The payment sandbox in a process and with a store of its own. */
export async function startTestSandbox(webhookUrl = ""): Promise<TestSandbox> {
  const folder = mkdtempSync(join(tmpdir(), "tiffin-sandbox-"));
  const main = fileURLToPath(new URL("../../../../../stack/sandbox/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      SANDBOX_API_KEY,
      SANDBOX_WEBHOOK_SECRET,
      SANDBOX_WEBHOOK_URL: webhookUrl,
      SANDBOX_STORE: join(folder, "store.jsonl"),
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const url = await new Promise<string>((ready, refuse) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const match = /"url":"([^"]+)"/.exec(chunk.toString());
      if (match?.[1]) ready(match[1]);
    });
    child.once("exit", (code) => refuse(new Error(`the sandbox ended with ${code}`)));
  });
  return {
    url,
    async audit(reference) {
      const response = await fetch(`${url}/admin/payments?reference=${reference}`);
      return (await response.json()) as Awaited<ReturnType<TestSandbox["audit"]>>;
    },
    async fault(fault) {
      await fetch(`${url}/admin/faults`, { method: "POST", body: JSON.stringify(fault) });
    },
    async healthy() {
      await fetch(`${url}/admin/faults`, { method: "DELETE" });
    },
    async answerChallenge(page, decision) {
      const { pathname, searchParams } = new URL(page);
      const body = new URLSearchParams({ challenge: searchParams.get("challenge") ?? "", decision });
      await fetch(url + pathname, { method: "POST", body, redirect: "manual" });
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
