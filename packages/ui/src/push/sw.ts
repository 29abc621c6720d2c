import { showPushes } from "./worker.ts";

/** The compiler knows this scope as a window's, too. */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

// It shows what is pushed, and caches nothing: pages and answers come from the network.
worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
showPushes(worker);
