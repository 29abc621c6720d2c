import type { Database } from "@tiffin/db/client";
import { deleteSubscription, upsertSubscription } from "@tiffin/db/queries/push";
import { DomainError } from "@tiffin/domain/errors";
import type { PushApp, PushKey, PushSubscriptionInput } from "@tiffin/domain/wire/push";
import type { PushSettings } from "./push-env.ts";
import { isPushService } from "./push-service.ts";

export interface SubscriptionServices {
  readonly db: Database;
  readonly push: PushSettings | null;
}

/** As long as a session lasts: a device that was not heard of since then is logged out, too. */
export const SUBSCRIPTION_DAYS = 30;

/** With which key browsers subscribe here. */
export function pushKey({ push }: Pick<SubscriptionServices, "push">): PushKey {
  return { publicKey: push?.publicKey ?? null };
}

/**
 * A browser wants to be told, or says that it still does: an app calls this at each start, and whenever its language or
 * its endpoint has changed.
 *
 * @throws DomainError UNAVAILABLE where no push is set up; VALIDATION_FAILED for an address that is no push service's.
 */
export async function subscribe(
  { db, push }: SubscriptionServices,
  userId: string,
  app: PushApp,
  { endpoint, keys, locale, replaces }: PushSubscriptionInput,
  now: Date,
): Promise<void> {
  if (push === null) throw new DomainError("UNAVAILABLE", "No push is set up here.");
  if (!isPushService(endpoint, push.services)) {
    throw new DomainError("VALIDATION_FAILED", "That is no push service.", {
      fields: [{ path: "endpoint", message: "the address of a browser's push service" }],
    });
  }
  await db.transaction(async (tx) => {
    const replaced =
      replaces === undefined || replaces === endpoint
        ? undefined
        : await deleteSubscription(tx, { userId, endpoint: replaces });
    // A service worker that renews its subscription does not know which language the app shows.
    await upsertSubscription(tx, { userId, endpoint, ...keys, app, locale: locale ?? replaced?.locale }, now);
  });
}

/** The browser is told nothing any more. Repeating it changes nothing. */
export async function unsubscribe(
  { db }: Pick<SubscriptionServices, "db">,
  userId: string,
  endpoint: string,
): Promise<void> {
  await deleteSubscription(db, { userId, endpoint });
}
