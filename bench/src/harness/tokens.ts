import { importJWK, SignJWT } from "jose";
import { v7 as uuid } from "uuid";
import type { BenchStack } from "./stack.ts";

/** As the gateway issues and expects them. */
export const tokenClaims = { issuer: "tiffin", audience: "tiffin-api", algorithm: "EdDSA" } as const;
const VALID_SECONDS = 2 * 3_600;

/** Access tokens of that many customers, each another one, so that nobody's rate limit is met. */
export function customerTokens(stack: Pick<BenchStack, "privateJwk">, count: number): Promise<string[]> {
  return tokensOf(
    stack,
    Array.from({ length: count }, () => uuid()),
  );
}

/** An access token for each of those people, who have that one role. */
export async function tokensOf(
  { privateJwk }: Pick<BenchStack, "privateJwk">,
  userIds: readonly string[],
  role: "customer" | "rider" | "staff" = "customer",
): Promise<string[]> {
  const key = await importJWK(privateJwk, tokenClaims.algorithm);
  const now = Math.floor(Date.now() / 1_000);
  return Promise.all(
    userIds.map((userId) =>
      new SignJWT({ roles: [role], name: "Bench" })
        .setProtectedHeader({ alg: tokenClaims.algorithm, kid: privateJwk.kid, typ: "at+jwt" })
        .setSubject(userId)
        .setIssuer(tokenClaims.issuer)
        .setAudience(tokenClaims.audience)
        .setJti(uuid())
        .setIssuedAt(now)
        .setExpirationTime(now + VALID_SECONDS)
        .sign(key),
    ),
  );
}
