import { describe, expect, it } from "vitest";
import { appEnvironment, livePublic, onlineMapOrigins, onlineMapStyle } from "./app-env.ts";

const right = { NODE_ENV: "production", GATEWAY_URL: "http://127.0.0.1:4000" } as const;

describe("a web app's environment", () => {
  it("is read once, when it is first asked for", () => {
    let reads = 0;
    const env = appEnvironment("rider", () => {
      reads += 1;
      return right;
    });
    expect(reads).toBe(0);
    expect([env().GATEWAY_URL, env().SOKETI_PORT, reads]).toEqual(["http://127.0.0.1:4000", 6001, 1]);
  });

  it("names the app and the key that is wrong", () => {
    const env = appEnvironment("customer", () => ({ ...right, GATEWAY_URL: "nowhere" }));
    expect(env).toThrowError(/customer app.*GATEWAY_URL must be/);
  });

  it("takes an online map style, and the further servers that it needs", () => {
    expect(onlineMapStyle(appEnvironment("customer", () => right)())).toBeNull();
    const MAP_STYLE_URL = "https://maps.example/{theme}.json https://tiles.example https://maps.example/fonts";
    const online = appEnvironment("customer", () => ({ ...right, MAP_STYLE_URL }))();
    expect(onlineMapStyle(online)).toBe("https://maps.example/{theme}.json");
    expect(onlineMapOrigins(online)).toEqual(["https://maps.example", "https://tiles.example"]);
    expect(() => appEnvironment("customer", () => ({ ...right, MAP_STYLE_URL: "maps" }))()).toThrowError(
      /MAP_STYLE_URL/,
    );
  });

  it("tells browsers the public address of the live channels, where there is one", () => {
    const inner = appEnvironment("rider", () => right)();
    expect(livePublic(inner)).toEqual({ host: "127.0.0.1", port: 6001, tls: false });
    const edge = { ...right, SOKETI_PUBLIC_HOST: "live.example", SOKETI_PUBLIC_PORT: "443", SOKETI_PUBLIC_TLS: "1" };
    expect(livePublic(appEnvironment("rider", () => edge)())).toEqual({ host: "live.example", port: 443, tls: true });
  });
});
