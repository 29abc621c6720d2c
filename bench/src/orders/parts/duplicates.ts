import { freePort } from "../../harness/free-port.ts";
import { environmentOf } from "../../harness/processes.ts";
import type { Figure, Part } from "../../harness/report.ts";
import { latencies } from "../../harness/statistics.ts";
import { arrive, serveAgain } from "../../load/processes.ts";
import { errorsOf } from "../errors-of.ts";
import type { Setting } from "../setting.ts";

const TIMES = 1_000;

/** One attempt, sent a thousand times in the same moment. */
export async function measureDuplicates(setting: Setting): Promise<Part> {
  const { stack, progress } = setting;
  progress.say(`duplicates: ${TIMES} at once`);
  const figures = await storm(setting, [stack.urls.gateway], "");
  const environment = environmentOf(stack.pids.gateway);
  if (environment !== undefined) {
    const second = await serveAgain("apps/gateway/dist/main.js", environment, await freePort());
    try {
      figures.push(...(await storm(setting, [stack.urls.gateway, second.url], ", over two gateways")));
    } finally {
      await second.stop();
    }
  }
  return {
    part: "one order, sent a thousand times at once with one key",
    parameters: { times: TIMES, secondGateway: environment !== undefined },
    figures,
  };
}

async function storm({ stack, sql, baskets }: Setting, urls: readonly string[], where: string): Promise<Figure[]> {
  const [request] = baskets.orders(1);
  if (request === undefined) throw new Error("no basket");
  const outcome = await arrive({
    urls: [...urls],
    requests: Array.from({ length: TIMES }, () => request),
    connections: TIMES,
    seed: 3,
  });
  const orders = await sql<{ id: string }[]>`
    select id from orders where idempotency_key = ${request.headers["idempotency-key"]!}`;
  const charges = await Promise.all(orders.map(({ id }) => chargesOf(stack.urls.paymentSandbox, id)));
  const one = { aim: { atMost: 1 } };
  return [
    { name: `orders${where}`, value: orders.length, unit: "", ...one },
    { name: `charges at the gateway${where}`, value: charges.flat().length, unit: "", ...one },
    { name: `different answers${where}`, value: outcome.distinctBodies, unit: "", ...one },
    {
      name: `not answered 201${where}`,
      value: errorsOf(outcome),
      unit: "",
      aim: { atMost: 0 },
      note: `the last after ${Math.round(latencies(outcome.durations).max)} ms`,
    },
  ];
}

async function chargesOf(sandbox: string, orderId: string): Promise<unknown[]> {
  const response = await fetch(`${sandbox}/admin/payments?reference=${orderId}`);
  return (await response.json()) as unknown[];
}
