"use client";

import { useEffect } from "react";

/** Installs the worker that keeps the app's shell for a start without network. */
export function ServiceWorker() {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker
      .register(new URL("./worker.ts", import.meta.url), { scope: "/", updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then((registration) => registration.active?.postMessage({ keep: loadedSoFar() }))
      .catch(() => {}); // A browser that refuses it loses the offline shell only.
  }, []);
  return null;
}

/** What the first visit loaded before there was a worker to see it: without these its shell would have no clothes. */
function loadedSoFar(): string[] {
  return performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name, location.href))
    .filter((url) => url.origin === location.origin)
    .map((url) => url.pathname);
}
