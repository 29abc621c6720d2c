import { findUser, rolesOf, updateUser, type UserRow } from "@tiffin/db/queries/identity";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { notFound } from "@tiffin/domain/errors";
import type { Profile, ProfileUpdate } from "@tiffin/domain/wire/identity";

interface ProfileServices {
  readonly db: DatabaseOrTransaction;
}

/** @throws DomainError NOT_FOUND when the account is gone. */
export async function readProfile({ db }: ProfileServices, userId: string): Promise<Profile> {
  return toProfile(db, await findUser(db, userId));
}

/** The new name is in the access token from its next refresh on. @throws DomainError NOT_FOUND */
export async function updateProfile({ db }: ProfileServices, userId: string, update: ProfileUpdate): Promise<Profile> {
  return toProfile(db, await updateUser(db, userId, update));
}

async function toProfile(db: DatabaseOrTransaction, user: UserRow | undefined): Promise<Profile> {
  if (user === undefined) throw notFound("account");
  const { id, name, phone, locale, isDemo } = user;
  return { id, name, phone, locale, isDemo, roles: await rolesOf(db, id) };
}
