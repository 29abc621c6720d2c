import { describe, expect, test } from "vitest";
import { clientAddressReader } from "./client-address.ts";

const clientAddress = clientAddressReader(["127.0.0.0/8", "::1", "10.1.0.0/16"]);

describe("the caller's address", () => {
  test("is the connection's, whatever a stranger claims", () => {
    expect(clientAddress("203.0.113.9", undefined)).toBe("203.0.113.9");
    expect(clientAddress("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
    expect(clientAddress("::ffff:203.0.113.9", undefined)).toBe("203.0.113.9");
  });

  test("is what our own proxies say, read from the nearest", () => {
    expect(clientAddress("127.0.0.1", "198.51.100.1")).toBe("198.51.100.1");
    expect(clientAddress("127.0.0.1", "198.51.100.1, 10.1.2.3")).toBe("198.51.100.1");
    expect(clientAddress("::1", "192.0.2.66, 198.51.100.1, 10.1.2.3")).toBe("198.51.100.1");
    expect(clientAddress("127.0.0.1", "nonsense")).toBe("127.0.0.1");
  });

  test("counts by network in IPv6", () => {
    expect(clientAddress("2001:db8:1:2:3:4:5:6", undefined)).toBe("2001:db8:1:2::/64");
    expect(clientAddress("2001:DB8:1:2::9", undefined)).toBe("2001:db8:1:2::/64");
    expect(clientAddress("2001:db8::9", undefined)).toBe("2001:db8:0:0::/64");
  });

  test("needs proxies that are addresses", () => {
    expect(() => clientAddressReader(["caddy"])).toThrow(/TRUSTED_PROXIES/);
  });
});
