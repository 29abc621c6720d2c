import { createHash, randomBytes } from "node:crypto";
import { v7 as uuid } from "uuid";
import {
  findUser,
  insertRefreshToken,
  pruneRefreshTokens,
  revokeRefreshFamily,
  rolesOf,
  useRefreshToken,
  type UserRow,
} from "@tiffin/db/queries/identity";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { DomainError } from "@tiffin/domain/errors";
import type { Role, Tokens } from "@tiffin/domain/wire/identity";
import { ACCESS_TOKEN_SECONDS, STREAM_TICKET_SECONDS } from "./access-tokens.ts";
import type { IdentityServices } from "./services.ts";

export const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600;
/** How long a used token is remembered, to notice that a copy of it comes back. */
const REUSE_MEMORY_MS = 7 * 24 * 3600 * 1000;

/** One login on one device: the first tokens of a new family. */
export async function startSession(services: IdentityServices, user: UserRow, now: Date): Promise<Tokens> {
  await pruneRefreshTokens(services.db, user.id, { now, usedBefore: new Date(now.getTime() - REUSE_MEMORY_MS) });
  return issueTokens(services, services.db, { user, familyId: uuid(), now });
}

/**
 * A new pair for a refresh token, which is used up by it. Roles and name are read anew. When a used token comes back,
 * somebody has a copy: the whole family ends, and whoever is real logs in again.
 *
 * @throws DomainError REFRESH_INVALID
 */
export async function refreshTokens(services: IdentityServices, refreshToken: string, now: Date): Promise<Tokens> {
  const tokenHash = hashToken(refreshToken);
  const tokens = await services.db.transaction(async (tx) => {
    const used = await useRefreshToken(tx, tokenHash, now);
    const user = used && (await findUser(tx, used.userId));
    if (used === undefined || user === undefined || (user.isDemo && !services.identity.demo)) {
      await revokeRefreshFamily(tx, tokenHash, now);
      return null;
    }
    return issueTokens(services, tx, { user, familyId: used.familyId, now });
  });
  if (tokens === null) throw new DomainError("REFRESH_INVALID", "The session has ended. Log in again.");
  return tokens;
}

/** Ends the session that the token belongs to. An unknown or ended one is no error. */
export async function logOut(services: IdentityServices, refreshToken: string, now: Date): Promise<void> {
  await revokeRefreshFamily(services.db, hashToken(refreshToken), now);
}

/** A minute's token that opens a rider's location stream and nothing else: it may stand in a page's script. */
export async function issueStreamTicket(
  services: IdentityServices,
  caller: { readonly userId: string; readonly name: string; readonly roles: readonly Role[] },
  now: Date,
): Promise<{ token: string; expiresAt: string }> {
  const claims = { sub: caller.userId, name: caller.name, roles: [...caller.roles], scope: "stream" as const };
  return {
    token: await services.accessTokens.issue(claims, now, STREAM_TICKET_SECONDS),
    expiresAt: new Date(now.getTime() + STREAM_TICKET_SECONDS * 1000).toISOString(),
  };
}

async function issueTokens(
  services: IdentityServices,
  db: DatabaseOrTransaction,
  { user, familyId, now }: { readonly user: UserRow; readonly familyId: string; readonly now: Date },
): Promise<Tokens> {
  const roles = await rolesOf(db, user.id);
  const refreshToken = `rt_${randomBytes(32).toString("base64url")}`;
  await insertRefreshToken(db, {
    id: uuid(),
    familyId,
    userId: user.id,
    tokenHash: hashToken(refreshToken),
    expiresAt: new Date(now.getTime() + REFRESH_TOKEN_SECONDS * 1000),
    createdAt: now,
  });
  return {
    accessToken: await services.accessTokens.issue({ sub: user.id, roles, name: user.name }, now, ACCESS_TOKEN_SECONDS),
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
    refreshToken,
    user: { id: user.id, name: user.name, roles },
  };
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
