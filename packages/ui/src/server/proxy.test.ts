import { describe, expect, it } from "vitest";
import { browserOrigins, contentSecurityPolicy, gatewayPath } from "./proxy.ts";

describe("the app's /api", () => {
  it.each([
    ["/api/trpc/restaurants.search", "/trpc/customer/restaurants.search"],
    ["/api/session/login", "/session/customer/login"],
    ["/api/live/auth", "/v1/live/auth"],
    ["/api/map/nandipur.geojson", "/map/nandipur.geojson"],
    ["/", null],
    ["/orders/1", null],
    ["/api/trpc", null],
    ["/v1/orders", null],
  ])("%s goes to %s", (path, target) => {
    expect(gatewayPath(path, "customer")).toBe(target);
  });
});

describe("the content security policy", () => {
  const settings = { audience: "customer" as const, gatewayUrl: "http://gateway:4000", isDevelopment: false };

  it("lets nothing run without the page's nonce, and nobody frame it", () => {
    const policy = contentSecurityPolicy(settings, "abc", "localhost");
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
  });

  it("opens the live channels and the public gateway, and not the inner one", () => {
    const policy = contentSecurityPolicy(
      { ...settings, live: { host: "live.example", port: 443, tls: true }, gatewayPublicUrl: "https://api.example" },
      "abc",
      "eat.example",
    );
    expect(policy).toContain("wss://live.example:443");
    expect(policy).toContain("https://api.example:443");
    expect(policy).toContain("wss://api.example:443");
    expect(policy).not.toContain("gateway:4000");
  });

  it("takes a loopback address for the machine that serves the page", () => {
    expect(browserOrigins("127.0.0.1", 6001, "ws", "192.168.1.20")).toContain("ws://192.168.1.20:6001");
    expect(browserOrigins("live.example", 443, "wss", "192.168.1.20")).toEqual(["wss://live.example:443"]);
  });
});
