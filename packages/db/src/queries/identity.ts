import { and, eq, gt, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Role } from "@tiffin/domain/wire/identity";
import type { DatabaseOrTransaction } from "../client.ts";
import { otpChallenges, refreshTokens, restaurantStaff, userRoles, users } from "../schema/identity.ts";

export type UserRow = typeof users.$inferSelect;
export type RefreshTokenRow = typeof refreshTokens.$inferSelect;

export async function findUserByPhone(db: DatabaseOrTransaction, phone: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.phone, phone));
  return row;
}

export async function findUser(db: DatabaseOrTransaction, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row;
}

export async function rolesOf(db: DatabaseOrTransaction, userId: string): Promise<Role[]> {
  const rows = await db
    .select({ role: userRoles.role })
    .from(userRoles)
    .where(eq(userRoles.userId, userId))
    .orderBy(userRoles.role);
  return rows.map(({ role }) => role);
}

export async function restaurantsOfStaff(db: DatabaseOrTransaction, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: restaurantStaff.restaurantId })
    .from(restaurantStaff)
    .where(eq(restaurantStaff.userId, userId));
  return rows.map(({ id }) => id);
}

/** Two first logins of one phone at once make one user: whoever comes second gets the first one's row. */
export async function insertUserUnlessKnown(
  db: DatabaseOrTransaction,
  user: Pick<UserRow, "id" | "phone" | "name">,
): Promise<UserRow> {
  await db.insert(users).values(user).onConflictDoNothing({ target: users.phone });
  const row = await findUserByPhone(db, user.phone);
  if (row === undefined) throw new Error("the user vanished while it was written");
  return row;
}

export async function grantRole(db: DatabaseOrTransaction, userId: string, role: Role): Promise<void> {
  await db.insert(userRoles).values({ userId, role }).onConflictDoNothing();
}

export async function updateUser(
  db: DatabaseOrTransaction,
  id: string,
  change: { name?: string | undefined; locale?: string | undefined },
): Promise<UserRow | undefined> {
  const set = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.locale === undefined ? {} : { locale: change.locale }),
  };
  if (Object.keys(set).length === 0) return findUser(db, id);
  const [row] = await db.update(users).set(set).where(eq(users.id, id)).returning();
  return row;
}

export interface NewOtpChallenge {
  readonly phone: string;
  readonly codeHash: string;
  readonly expiresAt: Date;
  readonly now: Date;
  /** A challenge that was opened after this instant stays; null replaces any. */
  readonly replaceOpenedBefore: Date | null;
}

/** Opens the phone's challenge, replacing an older one. Null when it was opened; else when the present one was. */
export async function openOtpChallenge(db: DatabaseOrTransaction, challenge: NewOtpChallenge): Promise<Date | null> {
  const { phone, codeHash, expiresAt, now, replaceOpenedBefore } = challenge;
  const fresh = { codeHash, expiresAt, failedAttempts: 0, createdAt: now };
  const opened = await db
    .insert(otpChallenges)
    .values({ phone, ...fresh })
    .onConflictDoUpdate({
      target: otpChallenges.phone,
      set: fresh,
      ...(replaceOpenedBefore === null ? {} : { setWhere: lte(otpChallenges.createdAt, replaceOpenedBefore) }),
    })
    .returning({ phone: otpChallenges.phone });
  if (opened.length > 0) return null;
  const [present] = await db
    .select({ createdAt: otpChallenges.createdAt })
    .from(otpChallenges)
    .where(eq(otpChallenges.phone, phone));
  return present?.createdAt ?? now;
}

/**
 * Takes one of the challenge's attempts before the code is looked at, so that guesses sent at once can't be more than
 * `maxAttempts` together. The hash to compare with, or undefined when there is nothing (left) to try.
 */
export async function takeOtpAttempt(
  db: DatabaseOrTransaction,
  attempt: { readonly phone: string; readonly now: Date; readonly maxAttempts: number },
): Promise<string | undefined> {
  const [row] = await db
    .update(otpChallenges)
    .set({ failedAttempts: sql`${otpChallenges.failedAttempts} + 1` })
    .where(
      and(
        eq(otpChallenges.phone, attempt.phone),
        gt(otpChallenges.expiresAt, attempt.now),
        lt(otpChallenges.failedAttempts, attempt.maxAttempts),
      ),
    )
    .returning({ codeHash: otpChallenges.codeHash });
  return row?.codeHash;
}

/** Uses a code up. False when somebody else did so first. */
export async function closeOtpChallenge(db: DatabaseOrTransaction, phone: string, codeHash: string): Promise<boolean> {
  const closed = await db
    .delete(otpChallenges)
    .where(and(eq(otpChallenges.phone, phone), eq(otpChallenges.codeHash, codeHash)))
    .returning({ phone: otpChallenges.phone });
  return closed.length > 0;
}

/** Gives the attempts back after a right code that stays valid (demo accounts). */
export async function forgiveOtpAttempts(db: DatabaseOrTransaction, phone: string): Promise<void> {
  await db.update(otpChallenges).set({ failedAttempts: 0 }).where(eq(otpChallenges.phone, phone));
}

export async function insertRefreshToken(
  db: DatabaseOrTransaction,
  token: Pick<RefreshTokenRow, "id" | "familyId" | "userId" | "tokenHash" | "expiresAt" | "createdAt">,
): Promise<void> {
  await db.insert(refreshTokens).values(token);
}

/** Marks the token as used if it may still be used: of any number of callers at once, one gets the row. */
export async function useRefreshToken(
  db: DatabaseOrTransaction,
  tokenHash: string,
  now: Date,
): Promise<RefreshTokenRow | undefined> {
  const [row] = await db
    .update(refreshTokens)
    .set({ usedAt: now })
    .where(
      and(
        eq(refreshTokens.tokenHash, tokenHash),
        isNull(refreshTokens.usedAt),
        isNull(refreshTokens.revokedAt),
        gt(refreshTokens.expiresAt, now),
      ),
    )
    .returning();
  return row;
}

/** Ends the login that the token belongs to, on the device that it was made for. Unknown tokens change nothing. */
export async function revokeRefreshFamily(db: DatabaseOrTransaction, tokenHash: string, now: Date): Promise<void> {
  const family = db
    .select({ familyId: refreshTokens.familyId })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, tokenHash));
  await db
    .update(refreshTokens)
    .set({ revokedAt: now })
    .where(and(sql`${refreshTokens.familyId} = (${family})`, isNull(refreshTokens.revokedAt)));
}

/** Drops what can tell nothing any more: tokens that ran out, and used ones from before `usedBefore`. */
export async function pruneRefreshTokens(
  db: DatabaseOrTransaction,
  userId: string,
  { now, usedBefore }: { readonly now: Date; readonly usedBefore: Date },
): Promise<void> {
  await db
    .delete(refreshTokens)
    .where(
      and(eq(refreshTokens.userId, userId), or(lt(refreshTokens.expiresAt, now), lt(refreshTokens.usedAt, usedBefore))),
    );
}
