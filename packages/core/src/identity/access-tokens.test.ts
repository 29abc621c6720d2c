import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { createAccessTokens } from "./access-tokens.ts";
import { somePrivateJwk } from "./testing.ts";

const now = new Date("2026-11-22T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const asha = { sub: newId(), name: "Asha Rao", roles: ["customer", "ops"] as ("customer" | "ops")[] };
const refused = expect.objectContaining({ code: "UNAUTHENTICATED" });

describe("access tokens", () => {
  test("say who somebody is until they run out", async () => {
    const tokens = createAccessTokens(await somePrivateJwk());
    const token = await tokens.issue(asha, now, 600);
    expect(await tokens.verify(token, later(1))).toEqual({ ...asha, expiresAt: later(600) });
    // From the cache now, where time still counts.
    expect(await tokens.verify(token, later(599))).toMatchObject({ sub: asha.sub });
    await expect(tokens.verify(token, later(601))).rejects.toEqual(refused);
  });

  test("of another key are refused, as are changed ones, unsigned ones and rubbish", async () => {
    const tokens = createAccessTokens(await somePrivateJwk());
    const foreign = await createAccessTokens(await somePrivateJwk()).issue(asha, now, 600);
    await expect(tokens.verify(foreign, now)).rejects.toEqual(refused);

    const [header = "", payload = "", signature = ""] = (await tokens.issue(asha, now, 600)).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: newId() })).toString("base64url");
    await expect(tokens.verify(`${header}.${changed}.${signature}`, now)).rejects.toEqual(refused);
    const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    await expect(tokens.verify(`${unsigned}.${payload}.`, now)).rejects.toEqual(refused);
    for (const rubbish of ["", "a.b.c", "é", "x".repeat(10_000)]) {
      await expect(tokens.verify(rubbish, now)).rejects.toEqual(refused);
    }
  });

  test("can't be forged by signing with the public key as if it were a shared secret", async () => {
    const tokens = createAccessTokens(await somePrivateJwk());
    const [jwk] = tokens.jwks.keys;
    const forged = await new SignJWT({ ...asha })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("tiffin")
      .setAudience("tiffin-api")
      .setExpirationTime(later(600))
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    await expect(tokens.verify(forged, now)).rejects.toEqual(refused);
  });

  test("are checked for issuer and audience even under the right key", async () => {
    const pair = await generateKeyPair("EdDSA", { extractable: true });
    const tokens = createAccessTokens(JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: "k" }));
    const other = await new SignJWT({ ...asha })
      .setProtectedHeader({ alg: "EdDSA" })
      .setIssuer("tiffin")
      .setAudience("another-api")
      .setExpirationTime(later(600))
      .sign(pair.privateKey);
    await expect(tokens.verify(other, now)).rejects.toEqual(refused);
  });

  test("can be verified by others with the published keys, which hold nothing private", async () => {
    const { jwks } = createAccessTokens(await somePrivateJwk("key-7"));
    expect(jwks.keys).toEqual([
      { kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: "key-7", alg: "EdDSA", use: "sig" },
    ]);
  });

  test("need a proper key from the start", () => {
    expect(() => createAccessTokens("{}")).toThrow(/Ed25519 JWK/);
    expect(() => createAccessTokens("not json")).toThrow(/Ed25519 JWK/);
  });
});
