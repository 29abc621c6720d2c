// Writes .env for docker-compose.yml: secrets that are made here and stand nowhere else. Never overwrites one.
import { createECDH, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const path = resolve(process.argv[2] ?? join(import.meta.dirname, "../../.env"));
const hex = (bytes = 24) => randomBytes(bytes).toString("hex");
const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
const vapid = createECDH("prime256v1");
vapid.generateKeys();
const vapidPrivate = Buffer.concat([Buffer.alloc(32), vapid.getPrivateKey()]).subarray(-32);

const settings = {
  POSTGRES_PASSWORD: hex(),
  REDIS_PASSWORD: hex(),
  MEILI_MASTER_KEY: hex(),
  INNGEST_EVENT_KEY: hex(16),
  INNGEST_SIGNING_KEY: hex(32),
  SOKETI_APP_ID: "tiffin",
  SOKETI_APP_KEY: hex(10),
  SOKETI_APP_SECRET: hex(),
  AUTH_PRIVATE_JWK: `'${JSON.stringify({ ...jwk, kid: randomUUID(), alg: "EdDSA", use: "sig" })}'`,
  OTP_PEPPER: hex(),
  SANDBOX_API_KEY: hex(),
  SANDBOX_WEBHOOK_SECRET: hex(),
  VAPID_PUBLIC_KEY: vapid.getPublicKey("base64url"),
  VAPID_PRIVATE_KEY: vapidPrivate.toString("base64url"),
  VAPID_SUBJECT: "mailto:operator@example.org",
};

try {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(path, `${lines.join("\n")}\n`, { flag: "wx", mode: 0o600 });
  console.log(`Wrote ${path}. Now: docker compose up --build`);
} catch (error) {
  console.error(error.code === "EEXIST" ? `${path} is there already: it is left as it is.` : error.message);
  process.exit(1);
}
