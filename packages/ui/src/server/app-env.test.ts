import { describe, expect, it } from "vitest";
import { appEnvironment, livePublic } from "./app-env.ts";

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

  it("tells browsers the public address of the live channels, where there is one", () => {
    const inner = appEnvironment("rider", () => right)();
    expect(livePublic(inner)).toEqual({ host: "127.0.0.1", port: 6001, tls: false });
    const edge = { ...right, SOKETI_PUBLIC_HOST: "live.example", SOKETI_PUBLIC_PORT: "443", SOKETI_PUBLIC_TLS: "1" };
    expect(livePublic(appEnvironment("rider", () => edge)())).toEqual({ host: "live.example", port: 443, tls: true });
  });
});
