import { createECDH, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../failure.ts";

const secret = z.string().min(16);
const secretsSchema = z.object({
  postgresPassword: secret,
  redisPassword: secret,
  /** Ed25519 private key that signs access tokens. */
  authPrivateJwk: z.object({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string(),
    d: z.string(),
    kid: z.string(),
    alg: z.literal("EdDSA"),
    use: z.literal("sig"),
  }),
  otpPepper: secret,
  soketi: z.object({ id: z.string().min(1), key: secret, secret }),
  sandboxApiKey: secret,
  sandboxWebhookSecret: secret,
  /** Signs push messages: browsers subscribe with the public one, and know no other. */
  vapid: z.object({ publicKey: z.string().length(87), privateKey: z.string().length(43) }),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** The secrets of this stack, made on the first start. Throws a Failure when the file is damaged. */
export function loadSecrets(path: string): Secrets {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return createSecrets(path);
    throw new Failure(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const found = parseJson(text);
  // An earlier version knew no push: its file gets the keys, and keeps what it has.
  const lacksKeys = typeof found === "object" && found !== null && !("vapid" in found);
  const parsed = secretsSchema.safeParse(lacksKeys ? { ...found, vapid: vapidKeys() } : found);
  if (parsed.success) {
    if (lacksKeys) write(path, parsed.data);
    return parsed.data;
  }
  const where = parsed.error.issues[0]?.path.join(".") || "it is not JSON";
  // Making new ones would lock us out of the database that was made with the old ones.
  throw new Failure(
    `${path} is damaged (${where}): put it back from a backup, or start over with \`npm start -- --fresh\``,
  );
}

function createSecrets(path: string): Secrets {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const secrets: Secrets = secretsSchema.parse({
    postgresPassword: token(),
    redisPassword: token(),
    authPrivateJwk: { ...jwk, kid: randomUUID(), alg: "EdDSA", use: "sig" },
    otpPepper: token(),
    soketi: { id: "tiffin", key: token(10), secret: token() },
    sandboxApiKey: `sk_sandbox_${token()}`,
    sandboxWebhookSecret: `whsec_${token()}`,
    vapid: vapidKeys(),
  });
  write(path, secrets);
  return secrets;
}

function write(path: string, secrets: Secrets): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** A key pair on P-256, as RFC 8292 wants it: the public one as an uncompressed point. */
function vapidKeys(): Secrets["vapid"] {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  // A private key that begins with zeros is shorter.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  return { publicKey: pair.getPublicKey("base64url"), privateKey: privateKey.toString("base64url") };
}

/** Hexadecimal, because it stands in URLs and configuration files. */
function token(bytes = 24): string {
  return randomBytes(bytes).toString("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
