import { createECDH } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadSecrets } from "./secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "tiffin-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("secrets are made once, for our eyes only, and are the same ever after", () => {
  const path = join(folder, "secrets.json");
  const made = loadSecrets(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(loadSecrets(path)).toEqual(made);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(made);
});

test("a file of an earlier version gets what is new, and keeps what it has", () => {
  const path = join(folder, "earlier.json");
  const { vapid, ...earlier } = loadSecrets(join(folder, "new.json"));
  writeFileSync(path, JSON.stringify(earlier));
  const now = loadSecrets(path);
  expect(now).toEqual({ ...earlier, vapid: expect.anything() });
  expect(now.vapid).not.toEqual(vapid);
  expect(loadSecrets(path)).toEqual(now);
  // The public key belongs to the private one.
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(now.vapid.privateKey, "base64url");
  expect(pair.getPublicKey("base64url")).toBe(now.vapid.publicKey);
});

test("two cities share no secret", () => {
  const [one, other] = [loadSecrets(join(folder, "one.json")), loadSecrets(join(folder, "other.json"))];
  for (const key of ["postgresPassword", "redisPassword", "otpPepper", "sandboxApiKey"] as const)
    expect(one[key]).not.toBe(other[key]);
  expect(one.authPrivateJwk.d).not.toBe(other.authPrivateJwk.d);
});
