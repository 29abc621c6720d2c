import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { Session } from "../http/session.ts";
import { checkInvariants } from "./invariants.ts";
import { newTally } from "./records.ts";
import type { OrderRecord } from "./records.ts";

const order: OrderRecord = {
  id: "01a20555-1a81-72cf-a4e5-9932de96ea0d",
  number: "DCK2RG",
  customerPhone: "+919000000001",
  quoted: 36_340,
  total: 36_340,
  method: "card",
  token: "tok_ok",
  placedAt: 0,
  status: "PICKED_UP",
  cancelReason: undefined,
  endedAt: undefined,
  timeline: [],
  replayedAs: undefined,
  arrivalsTold: [],
};

/** An address at which nobody listens any more. */
async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("the end of a simulation", () => {
  it("still has its say when the servers are gone: what cannot be looked at does not hold", async () => {
    const address = await deadAddress();
    const tally = newTally();
    tally.orders.set(order.id, order);
    const ops = new Session(address, "+919000003001", "000000", AbortSignal.timeout(500));

    const verdicts = await checkInvariants(tally, {
      ops,
      sandboxUrl: address,
      signal: new AbortController().signal,
    });

    const faults = new Map(verdicts.map((verdict) => [verdict.name, verdict.faults]));
    expect(faults.get("every order ended: delivered, or cancelled")).toEqual(["DCK2RG is still PICKED_UP"]);
    for (const name of [
      "one charge for a delivered order, none that stays for a cancelled one",
      "no order with two riders",
      "no order assigned while somebody had it, by the audit",
      "no rider with two offers at once",
      "food that is carried off without a tap is picked up by the fence",
    ]) {
      expect(faults.get(name)).toEqual([expect.stringContaining("could not be looked at")]);
    }
    expect(faults.get("prices come from the server")).toEqual([]);
    expect(verdicts.find(({ name }) => name.startsWith("one charge"))?.holds).toBe(false);
  });
});
