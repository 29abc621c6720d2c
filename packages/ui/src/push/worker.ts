import type { PushMessage } from "@tiffin/domain/wire/push";
import { readPush } from "./read-push.ts";

/** What a page says to its worker, and a worker to its pages. */
export type PushNews = { readonly type: "push"; readonly message: PushMessage };

/**
 * Makes a service worker show what is pushed and lead to the right page on a tap. For an app's own worker file:
 * `showPushes(self)`.
 */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener("push", (event) => {
    const message = readPush(event.data?.text());
    if (message !== null) event.waitUntil(show(worker, message));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const url: unknown = event.notification.data?.url;
    event.waitUntil(open(worker, typeof url === "string" ? url : "/"));
  });
  worker.addEventListener("pushsubscriptionchange", (event) => {
    event.waitUntil(renew(worker, event as unknown as SubscriptionChange));
  });
}

async function show(worker: ServiceWorkerGlobalScope, message: PushMessage): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const news: PushNews = { type: "push", message };
  for (const client of windows) client.postMessage(news);
  // The page that it is about is on the screen and says it itself. Browsers want a notification all the same: a silent one.
  const isSeen = windows.some((client) => client.visibilityState === "visible" && isAt(client.url, message.url));
  const { title, body, tag, locale, sticky, at, url, kind } = message;
  const options: NotificationOptions & { renotify: boolean; vibrate?: number[]; timestamp: number } = {
    body,
    tag,
    lang: locale,
    icon: "/icons/icon-192.png",
    badge: "/icons/icon-192.png",
    data: { url, kind, at },
    timestamp: Date.parse(at),
    silent: isSeen,
    renotify: !isSeen,
    requireInteraction: sticky && !isSeen,
    ...(sticky && !isSeen ? { vibrate: [180, 90, 180, 90, 180] } : {}),
  };
  await worker.registration.showNotification(title, options);
  if (isSeen) return close(worker, tag);
  const { lastsMs } = message;
  if (lastsMs === undefined) return;
  // Not until `expiresAt`: a phone whose clock is ahead would close an offer before its rider has seen it.
  await new Promise((resolve) => setTimeout(resolve, lastsMs));
  await close(worker, tag, at);
}

/** `at`: only the one of that time, not a later one with the same tag. */
async function close(worker: ServiceWorkerGlobalScope, tag: string, at?: string): Promise<void> {
  for (const shown of await worker.registration.getNotifications({ tag })) {
    if (at === undefined || shown.data?.at === at) shown.close();
  }
}

const isAt = (address: string, path: string): boolean => new URL(address).pathname === path;

/** The page that is open already comes to the front; else a new one is opened. */
async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((client) => isAt(client.url, path)) ?? windows[0];
  if (there === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  await there.focus().catch(() => there);
  // A page that this worker does not control can't be led; it shows what it had.
  if (!isAt(there.url, path)) await there.navigate(path).catch(() => null);
}

interface SubscriptionChange {
  readonly oldSubscription: PushSubscription | null;
  readonly newSubscription: PushSubscription | null;
}

/** The browser has changed the endpoint by itself. If this can't be told now, the app tells it at its next start. */
async function renew(worker: ServiceWorkerGlobalScope, change: SubscriptionChange): Promise<void> {
  const { oldSubscription, newSubscription } = change;
  const key = oldSubscription?.options.applicationServerKey;
  const renewed =
    newSubscription ??
    (key
      ? await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
      : null);
  if (renewed === null) return;
  const { endpoint, keys } = renewed.toJSON();
  const input = { endpoint, keys, ...(oldSubscription === null ? {} : { replaces: oldSubscription.endpoint }) };
  await fetch("/api/trpc/push.subscribe", {
    method: "POST",
    headers: { "content-type": "application/json", "x-tiffin-csrf": "1" },
    body: JSON.stringify(input),
  }).catch(() => null);
}
