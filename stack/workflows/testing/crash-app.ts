import { appendFileSync, existsSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Inngest } from "inngest";
import { serve } from "inngest/node";

/**
 * An app in a process of its own, to be killed. It notes each step it begins in `<folder>/steps`, and stays inside
 * the step "two" for as long as `<folder>/hold` is there.
 */
const [engineUrl = "", folder = "", port = "0"] = process.argv.slice(2);
const note = (line: string): void => appendFileSync(join(folder, "steps"), `${line}\n`);
const inngest = new Inngest({ id: "crash", isDev: true, baseUrl: engineUrl });

const order = inngest.createFunction({ id: "order", triggers: { event: "crash/asked" } }, async ({ event, step }) => {
  const { id } = event.data as { id: string };
  const one = await step.run("one", () => (note(`${id} one`), 1));
  const two = await step.run("two", async () => {
    note(`${id} two`);
    while (existsSync(join(folder, "hold"))) await new Promise((resolve) => setTimeout(resolve, 20));
    return 2;
  });
  const go = await step.waitForEvent("go", { event: "crash/go", timeout: "1h", match: "data.id" });
  const three = await step.run("three", () => (note(`${id} three`), go === null ? 0 : 3));
  return one + two + three;
});

const handler = serve({ client: inngest, functions: [order] });
const server = http.createServer((request, response) => handler(request, response));
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`app on ${(server.address() as AddressInfo).port} `);
});
