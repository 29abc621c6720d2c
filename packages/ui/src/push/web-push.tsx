"use client";

import { type ReactNode, useEffect, useMemo } from "react";
import { type PushCalls, PushProvider } from "./push-provider.tsx";

/** The push router of an app's own client, as tRPC makes it. */
export interface PushClient {
  readonly push: {
    readonly key: { readonly query: PushCalls["key"] };
    readonly subscribe: { readonly mutate: PushCalls["subscribe"] };
    readonly unsubscribe: { readonly mutate: PushCalls["unsubscribe"] };
  };
}

/** Push for an app whose service worker has nothing else to do: its worker, and its router's calls. */
export function WebPush({ client, children }: { client: PushClient; children: ReactNode }) {
  const calls = useMemo<PushCalls>(
    () => ({
      key: () => client.push.key.query(),
      subscribe: (input) => client.push.subscribe.mutate(input),
      unsubscribe: (input) => client.push.unsubscribe.mutate(input),
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
