import { expect, it } from "vitest";
import { hostForBrowser } from "./connection.ts";

it("takes a loopback address for the machine that served the page, and others as they are", () => {
  expect(hostForBrowser("127.0.0.1", "192.168.1.20")).toBe("192.168.1.20");
  expect(hostForBrowser("127.0.0.1", "localhost")).toBe("127.0.0.1");
  expect(hostForBrowser("live.example", "192.168.1.20")).toBe("live.example");
});
