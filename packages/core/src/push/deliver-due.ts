import type { Database } from "@tiffin/db/client";
import {
  countRefusal,
  deleteSubscriptionById,
  postponeDelivery,
  settleDelivery,
  takeDueDeliveries,
  type DueDelivery,
} from "@tiffin/db/queries/push";
import type { PushSender, Sent } from "./sender.ts";

export interface DeliveryServices {
  readonly db: Database;
  readonly send: PushSender;
  readonly onOutcome?: ((outcome: Sent["is"] | "expired", kind: string, lagMs: number) => void) | undefined;
}

/** In one turn, all devices at once: push services answer in tenths of a second, or not at all. */
const AT_ONCE = 40;
/** Longer than a time-out of the sender, so that nobody takes what is still under way. */
const LEASE_MS = 30_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** A device that refuses so often in a row was subscribed with another key. */
const MAX_REFUSALS = 5;

/** Hands over what is due. Returns how many were taken; ask again until it is none. */
export async function deliverDue(services: DeliveryServices, now: () => Date): Promise<number> {
  const takenAt = now();
  const due = await takeDueDeliveries(services.db, takenAt, { limit: AT_ONCE, leaseMs: LEASE_MS });
  const until = new Date(takenAt.getTime() + LEASE_MS / 2);
  const devices = new Map<string, DueDelivery[]>();
  for (const delivery of due) {
    devices.set(delivery.subscriptionId, [...(devices.get(delivery.subscriptionId) ?? []), delivery]);
  }
  await Promise.all([...devices.values()].map((ofDevice) => deliverInOrder(services, ofDevice, until, now)));
  return due.length;
}

/**
 * One after the other: of two steps of an order that come at once, the later one must not be overtaken. What is not begun
 * by `until`, since the device's push service is slow, is due again when the lease ends.
 */
async function deliverInOrder(
  services: DeliveryServices,
  [first, ...others]: readonly DueDelivery[],
  until: Date,
  now: () => Date,
): Promise<void> {
  if (first === undefined || now() > until) return;
  const outcome = await deliver(services, first, now);
  // Its deliveries went with the device.
  if (outcome === "gone") return;
  // What can't be sent now holds up what comes after it.
  if (outcome instanceof Date) await Promise.all(others.map(({ id }) => postponeDelivery(services.db, id, outcome)));
  else await deliverInOrder(services, others, until, now);
}

/** The time at which it is tried again, if it is. */
async function deliver(
  { db, send, onOutcome }: DeliveryServices,
  due: DueDelivery,
  now: () => Date,
): Promise<Exclude<Sent["is"], "later"> | "expired" | Date> {
  const startedAt = now();
  const ttlSeconds = Math.floor((due.expiresAt.getTime() - startedAt.getTime()) / 1_000);
  const tell = (outcome: Sent["is"] | "expired") =>
    onOutcome?.(outcome, due.message.kind, now().getTime() - due.createdAt.getTime());
  if (ttlSeconds < 1) {
    await settleDelivery(db, due, "expired", startedAt);
    tell("expired");
    return "expired";
  }
  const { topic, urgency } = due;
  const sent = await send(due.subscription, JSON.stringify(due.message), { ttlSeconds, urgency, topic });
  switch (sent.is) {
    case "sent":
      await settleDelivery(db, due, "sent", now());
      break;
    case "gone":
      await deleteSubscriptionById(db, due.subscriptionId);
      break;
    case "refused":
      await settleDelivery(db, due, "refused", now());
      if (sent.byKey) await countRefusal(db, due.subscriptionId, MAX_REFUSALS);
      break;
    case "later": {
      const wait = sent.afterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (due.attempts - 1), LONGEST_WAIT_MS);
      const again = new Date(now().getTime() + wait);
      await postponeDelivery(db, due.id, again);
      tell(sent.is);
      return again;
    }
    default:
      return sent satisfies never;
  }
  tell(sent.is);
  return sent.is;
}
