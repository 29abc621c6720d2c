import { expect, test } from "vitest";
import type { Ports } from "../config/addresses.ts";
import type { StackFile } from "../stack-file.ts";
import { summary } from "./summary.ts";

const ports: Ports = {
  customer: 3000,
  rider: 3001,
  restaurant: 3003,
  gateway: 4000,
  worker: 4001,
  paymentSandbox: 4002,
  life: 4003,
  soketi: 6001,
  soketiMetrics: 9601,
  workflows: 8288,
  postgres: 54_320,
  redis: 63_790,
};
const stack: StackFile = {
  urls: { customer: "http://127.0.0.1:3000", gateway: "http://127.0.0.1:4000" },
  engines: { postgres: "embedded", redis: "external", search: "embedded", workflows: "embedded", live: "soketi" },
  pids: {},
  live: { appKey: "k" },
  demo: {
    otp: "000000",
    city: { id: "c", slug: "town", lat: 1, lng: 2 },
    customers: [{ phone: "+911", name: "Asha", addressId: "a" }],
    riders: [],
    staff: [],
    ops: [],
  },
};

test("says where things are, what moved, which engine does which job, and who may log in", () => {
  const text = summary(stack, ports, 12_345);
  expect(text).toContain("Tiffin is up (12.3 s)");
  expect(text).toContain("http://127.0.0.1:3000");
  expect(text).toContain("restaurant 3002 → 3003");
  expect(text).toContain("your Redis");
  expect(text).toContain("workflows by the embedded engine (not Inngest's server)");
  expect(text).toContain("+911 (Asha)");
  expect(text).not.toContain("Rider ");
  expect(text).toContain("payments by the sandbox: no real money");
  expect(summary(stack, ports, 1, "stripe")).toContain("payments by stripe");
});
