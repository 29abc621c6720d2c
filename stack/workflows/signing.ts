import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import canonicalize from "canonicalize";

const toleranceSeconds = 300;
const withoutPrefix = (key: string): string => key.replace(/^signkey-\w+-/, "");

/** HMAC-SHA256 over the text and the time; the key is what follows its prefix, as text and not hex-decoded. */
function signature(text: string, key: string, seconds: string): string {
  return createHmac("sha256", withoutPrefix(key)).update(text).update(seconds).digest("hex");
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The header x-inngest-signature of a request: signed over its canonical JSON (RFC 8785), as the SDK parses it first. */
export function signRequest(body: unknown, key: string, now: Date): string {
  const seconds = String(Math.floor(now.getTime() / 1000));
  return `t=${seconds}&s=${signature(canonicalize(body) ?? "", key, seconds)}`;
}

/** Whether the SDK signed this response: over the raw text, within five minutes. */
export function isSignedResponse(header: string | undefined, text: string, key: string, now: Date): boolean {
  const params = new URLSearchParams(header ?? "");
  const seconds = params.get("t");
  const given = params.get("s");
  if (seconds === null || given === null) return false;
  const age = Math.abs(now.getTime() / 1000 - Number(seconds));
  return age <= toleranceSeconds && same(signature(text, key, seconds), given);
}

/** What the SDK sends as bearer token: the key's prefix and the SHA-256 of its bytes. */
export function hashSigningKey(key: string): string {
  const prefix = /^signkey-\w+-/.exec(key)?.[0] ?? "";
  const hash = createHash("sha256")
    .update(Buffer.from(withoutPrefix(key), "hex"))
    .digest("hex");
  return `${prefix}${hash}`;
}

export function isBearerOf(header: string | undefined, key: string): boolean {
  return header !== undefined && same(header, `Bearer ${hashSigningKey(key)}`);
}

export function isSecret(given: string | undefined, secret: string): boolean {
  return given !== undefined && same(given, secret);
}
