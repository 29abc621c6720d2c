"use client";

import { useEffect } from "react";

/** Installs the worker that keeps the app's shell for a start without network. */
export function ServiceWorker() {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker
      .register(new URL("./worker.ts", import.meta.url), { scope: "/", updateViaCache: "none" })
      .catch(() => {}); // A browser that refuses it loses the offline shell only.
  }, []);
  return null;
}
