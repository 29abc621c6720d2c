import type { PushSubscriptionInput } from "@tiffin/domain/wire/push";
import type { PushFacts } from "./push-state.ts";

/** Without a network the browser never answers; then it is tried again at the next start, or at the next tap. */
const SUBSCRIBE_LIMIT_MS = 15_000;

export const hasPush = (): boolean =>
  typeof window !== "undefined" && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** What this device is, without the server's part. */
export function readDevice(): Omit<PushFacts, "publicKey" | "isSubscribed"> {
  const isInstalled =
    matchMedia("(display-mode: standalone)").matches || ("standalone" in navigator && navigator.standalone === true);
  // An iPad says that it is a Mac; only one of the two has a touch screen.
  const isApple =
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return { hasPush: hasPush(), isApple, isInstalled, permission: hasPush() ? Notification.permission : "denied" };
}

export async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = hasPush() ? await navigator.serviceWorker.getRegistration("/") : undefined;
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * This browser's subscription for that key; one for another key is given up for it.
 * @throws Error when the browser does not answer in time, or refuses.
 */
export async function subscribeBrowser(publicKey: string): Promise<PushSubscription> {
  const registration = await within(SUBSCRIBE_LIMIT_MS, navigator.serviceWorker.ready);
  const found = await registration.pushManager.getSubscription();
  if (found && keyOf(found) === publicKey) return found;
  await found?.unsubscribe();
  const wanted = { userVisibleOnly: true, applicationServerKey: publicKey };
  return within(SUBSCRIBE_LIMIT_MS, registration.pushManager.subscribe(wanted));
}

export function subscriptionInput(
  subscription: PushSubscription,
  locale: PushSubscriptionInput["locale"],
): PushSubscriptionInput {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? "", keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" }, locale };
}

function keyOf(subscription: PushSubscription): string | null {
  const key = subscription.options.applicationServerKey;
  if (!key) return null;
  return btoa(String.fromCharCode(...new Uint8Array(key)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
