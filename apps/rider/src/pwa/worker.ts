import { showPushes } from "@tiffin/ui/push/worker";

/** The compiler knows this scope as a window's, too. */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/**
 * The shell without network: pages come from the network and, when there is none, from what was seen last; built files
 * never change under their name and come from the cache. Calls of the API are never cached: an old offer is worse than none.
 */
const CACHE = "tiffin-rider-1";
const SHELL = ["/"];

showPushes(worker);

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("message", (event) => {
  const paths: unknown = event.data?.keep;
  if (event.data?.shell === "/") event.waitUntil(fetchAndKeep(new Request("/")).catch(() => null));
  if (Array.isArray(paths))
    event.waitUntil(keep(paths.filter((path) => typeof path === "string" && isUnchanging(path))));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith("/api/") && !url.pathname.startsWith("/api/map/")) return;
  event.respondWith(isUnchanging(url.pathname) ? cacheFirst(request) : networkFirst(request));
});

const isUnchanging = (path: string): boolean => path.startsWith("/_next/static/") || path.startsWith("/icons/");

async function keep(paths: string[]): Promise<void> {
  for (const path of new Set(paths)) {
    // One file that is gone, or a network that breaks, must not keep the others out.
    await cacheFirst(new Request(path)).catch(() => null);
  }
}

async function cacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetchAndKeep(request);
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetchAndKeep(request);
  } catch (error) {
    const kept = (await caches.match(request)) ?? (request.mode === "navigate" ? await caches.match("/") : undefined);
    if (kept) return kept;
    throw error;
  }
}

async function fetchAndKeep(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.ok && response.type === "basic") {
    const cache = await caches.open(CACHE);
    await cache.put(request, response.clone());
  }
  return response;
}
