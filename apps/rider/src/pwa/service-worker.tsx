"use client";

import { useSession } from "@tiffin/ui/app/session";
import { useEffect } from "react";

/**
 * Installs the worker that keeps the app's shell for a start without network. Logging in or out makes it another shell:
 * a rider who is logged in must not meet the login where there is no network to pass it.
 */
export function ServiceWorker() {
  const { signedIn } = useSession();
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker
      .register(new URL("./worker.ts", import.meta.url), { scope: "/", updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then((registration) => registration.active?.postMessage({ shell: "/", keep: loadedSoFar() }))
      .catch(() => {}); // A browser that refuses it loses the offline shell only.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- nothing is read of it: its change is the news
  }, [signedIn]);
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
