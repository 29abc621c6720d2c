"use client";

import { PushProvider } from "@tiffin/ui/push/push-provider";
import { type ReactNode, useMemo } from "react";
import { useTRPCClient } from "../api/trpc.tsx";

/** Push for this app, by its router's calls; its service worker is the one that keeps its shell. */
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
  return <PushProvider calls={calls}>{children}</PushProvider>;
}
