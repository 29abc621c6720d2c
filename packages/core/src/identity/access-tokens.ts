import { createHash } from "node:crypto";
import { errors, importJWK, jwtVerify, SignJWT, type CryptoKey, type JSONWebKeySet } from "jose";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { DomainError } from "@tiffin/domain/errors";
import { accessClaimsSchema, type AccessClaims } from "@tiffin/domain/wire/identity";

export const ACCESS_TOKEN_SECONDS = 600;
export const STREAM_TICKET_SECONDS = 60;
const ISSUER = "tiffin";
const AUDIENCE = "tiffin-api";
const ALGORITHM = "EdDSA";
const CACHED_TOKENS = 20_000;

const privateJwkSchema = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().min(1),
  d: z.string().min(1),
  kid: z.string().min(1),
});

export interface VerifiedToken extends AccessClaims {
  readonly expiresAt: Date;
}

export interface AccessTokens {
  /** `seconds` from `now`. */
  issue(claims: AccessClaims, now: Date, seconds: number): Promise<string>;
  /**
   * Signature, issuer, audience, times and shape. A token seen before costs one hash instead of a verification.
   * @throws DomainError UNAUTHENTICATED
   */
  verify(token: string, now: Date): Promise<VerifiedToken>;
  /** The public keys, for others who verify our tokens (RFC 7517). */
  readonly jwks: JSONWebKeySet;
}

/** @throws Error when the key is not an Ed25519 private JWK with its `kid`. */
export function createAccessTokens(privateJwk: string): AccessTokens {
  const { d, ...publicJwk } = parseJwk(privateJwk);
  const { kid } = publicJwk;
  const signingKey = importKey({ ...publicJwk, d });
  const verifyingKey = importKey(publicJwk);
  const seen = new Map<string, VerifiedToken>();

  return {
    jwks: { keys: [{ ...publicJwk, alg: ALGORITHM, use: "sig" }] },

    async issue({ sub, ...claims }, now, seconds) {
      const issuedAt = Math.floor(now.getTime() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: "at+jwt" })
        .setSubject(sub)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setJti(uuid())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(await signingKey);
    },

    async verify(token, now) {
      const fingerprint = createHash("sha256").update(token).digest("base64");
      const known = seen.get(fingerprint);
      if (known !== undefined) {
        if (known.expiresAt > now) return known;
        seen.delete(fingerprint);
        throw invalid("The access token has expired.");
      }
      const verified = await verifyFresh(token, await verifyingKey, now);
      // A Map keeps insertion order: the oldest goes first. Tokens live ten minutes, so this is near enough to LRU.
      const oldest = seen.size >= CACHED_TOKENS ? seen.keys().next().value : undefined;
      if (oldest !== undefined) seen.delete(oldest);
      seen.set(fingerprint, verified);
      return verified;
    },
  };
}

async function verifyFresh(token: string, key: CryptoKey, now: Date): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp"],
      currentDate: now,
    });
    const claims = accessClaimsSchema.parse(payload);
    return { ...claims, expiresAt: new Date((payload.exp ?? 0) * 1000) };
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw invalid("The access token has expired.", cause);
    throw invalid("The access token is not valid.", cause);
  }
}

function invalid(message: string, cause?: unknown): DomainError {
  return new DomainError("UNAUTHENTICATED", message, { cause });
}

function parseJwk(text: string): z.infer<typeof privateJwkSchema> {
  try {
    return privateJwkSchema.parse(JSON.parse(text));
  } catch {
    // The cause is left out: it may quote the key.
    throw new Error("The private key must be an Ed25519 JWK in JSON with kty, crv, x, d and kid.");
  }
}

async function importKey(jwk: Parameters<typeof importJWK>[0]): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error("An Ed25519 key was expected.");
  return key;
}
