"use client";

import { PushProvider } from "@tiffin/ui/push/push-provider";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTRPCClient } from "../api/trpc.tsx";

/** Push for this app: its service worker, and its router's calls. */
export function AppPush({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const calls = useMemo(
    () => ({
      key: () => client.push.key.query(),
      subscribe: client.push.subscribe.mutate,
      unsubscribe: client.push.unsubscribe.mutate,
    }),
    [client],
  );
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker
      .register(new URL("./sw.ts", import.meta.url), { scope: "/", updateViaCache: "none" })
      .catch(() => {}); // A browser that refuses it does without push.
  }, []);
  return <PushProvider calls={calls}>{children}</PushProvider>;
}
