import type { Database } from "@tiffin/db/client";
import { insertDeliveries, subscriptionsOf } from "@tiffin/db/queries/push";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import { noticesFor, type Notice, type Recipient } from "@tiffin/domain/push/notices";
import type { PushMessage } from "@tiffin/domain/wire/push";
import { readFacts, type OrderFacts } from "./facts.ts";
import { localeOf, textOf, type Locale } from "./texts/texts.ts";

/** A row of the outbox. */
export interface Told {
  readonly message: OutboxMessage;
  readonly createdAt: Date;
}

/** Whether a message is one that somebody is told of by push. */
export const concernsPush = (message: OutboxMessage, at: Date): boolean => noticesFor(message, at).length > 0;

/**
 * Writes down who is to be told what on which device, in the device's language. Repeating it writes nothing: a step that a
 * device was told of is told. Whoever subscribed after it happened has seen it on the page. Returns how many are new.
 */
export async function writeNotices(db: Database, told: readonly Told[], now: Date): Promise<number> {
  const notices = told
    .flatMap(({ message, createdAt }) => noticesFor(message, createdAt).map((notice) => ({ notice, at: createdAt })))
    .filter(({ notice }) => notice.expiresAt > now);
  const browsers = await subscriptionsOf(
    db,
    notices.map(({ notice }) => notice.to),
  );
  const addressed = notices.map(({ notice, at }) => ({
    notice,
    at,
    subscriptions: browsers
      .filter(({ of, subscription }) => isSame(of, notice.to) && subscription.app === notice.app)
      .map(({ subscription }) => subscription)
      .filter(({ createdAt }) => createdAt <= at),
  }));
  // Most people have no browser that wants to be told.
  const wanted = addressed.filter(({ subscriptions }) => subscriptions.length > 0);
  const facts = await readFacts(
    db,
    wanted.map(({ notice }) => notice.orderId),
  );
  let written = 0;
  for (const { notice, at, subscriptions } of wanted) {
    const of = facts.get(notice.orderId);
    if (of === undefined || isKnown(notice, of)) continue;
    const { step, topic, urgency, expiresAt } = notice;
    written += await insertDeliveries(
      db,
      subscriptions.map(({ id, locale }) => ({
        step,
        subscriptionId: id,
        message: messageOf(notice, of, at, localeOf(locale)),
        topic,
        urgency,
        expiresAt,
        dueAt: now,
        createdAt: now,
      })),
    );
  }
  return written;
}

function isSame(one: Recipient, other: Recipient): boolean {
  if ("userId" in one) return "userId" in other && one.userId === other.userId;
  if ("staffOf" in one) return "staffOf" in other && one.staffOf === other.staffOf;
  return "opsOf" in other && one.opsOf === other.opsOf;
}

/** A rider who accepted the order needs not be told that they have it. */
const isKnown = ({ kind, to }: Notice, { acceptedBy }: OrderFacts): boolean =>
  kind === "ride.given" && "userId" in to && to.userId === acceptedBy;

export function messageOf(notice: Notice, facts: OrderFacts, at: Date, locale: Locale): PushMessage {
  const { kind, orderId } = notice;
  const isOffer = kind === "offer.created";
  return {
    kind,
    ...textOf(notice, facts, locale),
    url: pathOf(notice),
    // An offer that is taken back takes the offer's own place.
    tag: isOffer || kind === "offer.revoked" ? "offer" : `order-${orderId}`,
    at: at.toISOString(),
    ...(isOffer ? { expiresAt: notice.expiresAt.toISOString() } : {}),
    locale,
    sticky: isOffer || kind === "kitchen.new_order" || kind === "order.arriving",
  };
}

function pathOf({ app, kind, orderId }: Notice): string {
  if (app === "customer") return `/orders/${orderId}`;
  return kind.startsWith("ops.") ? `/ops/orders/${orderId}` : "/";
}
