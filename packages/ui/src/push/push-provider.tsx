"use client";

import type { PushSubscriptionInput } from "@tiffin/domain/wire/push";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { createContext, type ReactNode, use, useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import { beforeLogout, useSession } from "../app/session.tsx";
import { asLocale } from "../lib/preferences.ts";
import { currentSubscription, hasPush, readDevice, subscribeBrowser, subscriptionInput } from "./browser-push.ts";
import { pushStateOf, type PushState } from "./push-state.ts";
import type { PushNews } from "./worker.ts";

/** The three calls of the app's own router. */
export interface PushCalls {
  key(): Promise<{ publicKey: string | null }>;
  subscribe(input: PushSubscriptionInput): Promise<unknown>;
  unsubscribe(input: { endpoint: string }): Promise<unknown>;
}

interface Push {
  readonly state: PushState;
  /** A tap was answered, and the browser or the server is at it. */
  readonly busy: boolean;
  /** The last try did not succeed. */
  readonly failed: boolean;
  /** Asks for permission and subscribes: only ever by somebody's tap. Resolves to whether this device is told now. */
  readonly enable: () => Promise<boolean>;
  readonly disable: () => Promise<void>;
}

const Context = createContext<Push | null>(null);

export function usePush(): Push {
  const push = use(Context);
  if (!push) throw new Error("usePush stands outside PushProvider");
  return push;
}

/**
 * Push for one app. At its start nothing is asked and nothing waited for: a device that was told before says that it is
 * still there, in the language that it shows now. The log-out takes the device off.
 */
export function PushProvider({ calls, children }: { calls: PushCalls; children: ReactNode }) {
  const { signedIn } = useSession();
  const locale = asLocale(useLocale()) ?? "en";
  const queryClient = useQueryClient();
  const [publicKey, setPublicKey] = useState<string | null | undefined>(undefined);
  const [isSubscribed, setSubscribed] = useState(false);
  const [device, setDevice] = useState<ReturnType<typeof readDevice> | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  const look = useEffectEvent(async () => {
    setDevice(readDevice());
    if (!hasPush() || !signedIn) return;
    const { publicKey: key } = await calls.key();
    setPublicKey(key);
    const found = await currentSubscription();
    if (key === null || Notification.permission !== "granted" || found === null) return setSubscribed(false);
    const subscription = await subscribeBrowser(key);
    const replaces = found.endpoint === subscription.endpoint ? {} : { replaces: found.endpoint };
    await calls.subscribe({ ...subscriptionInput(subscription, locale), ...replaces });
    setSubscribed(true);
  });
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- it is set once the browser and the server have answered
    void look().catch(() => {}); // No network: at the next start, then.
  }, [signedIn, locale]);

  // Permission is given and taken in the browser's own settings, too.
  useEffect(() => {
    let status: PermissionStatus | null = null;
    const changed = () => void look().catch(() => {});
    void navigator.permissions
      ?.query({ name: "notifications" })
      .then((found) => {
        status = found;
        found.addEventListener("change", changed);
      })
      .catch(() => {});
    return () => status?.removeEventListener("change", changed);
  }, []);

  // What was pushed while the page is open: whatever it shows is asked for again.
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    const heard = (event: MessageEvent<PushNews>) => {
      if (event.data?.type === "push") void queryClient.invalidateQueries();
    };
    navigator.serviceWorker.addEventListener("message", heard);
    return () => navigator.serviceWorker.removeEventListener("message", heard);
  }, [queryClient]);

  const disable = useCallback(async () => {
    const found = await currentSubscription();
    setSubscribed(false);
    if (found === null) return;
    // Its push service answers 410 from then on, so the server learns of it even without our call.
    await Promise.allSettled([calls.unsubscribe({ endpoint: found.endpoint }), found.unsubscribe()]);
  }, [calls]);
  useEffect(() => beforeLogout(disable), [disable]);
  // The session ended by itself: whoever holds this phone now is told nothing.
  useEffect(() => {
    if (!signedIn)
      void currentSubscription().then(
        (found) => found?.unsubscribe(),
        () => {},
      );
  }, [signedIn]);

  const enable = useCallback(async (): Promise<boolean> => {
    if (!hasPush()) return false;
    setBusy(true);
    setFailed(false);
    try {
      // First, while the tap still counts as one.
      const permission = await Notification.requestPermission();
      setDevice(readDevice());
      if (permission !== "granted") return false;
      const key = publicKey ?? (await calls.key()).publicKey;
      setPublicKey(key);
      if (key === null) return false;
      await calls.subscribe(subscriptionInput(await subscribeBrowser(key), locale));
      setSubscribed(true);
      return true;
    } catch {
      setFailed(true);
      return false;
    } finally {
      setBusy(false);
    }
  }, [calls, locale, publicKey]);

  const state = device === null ? "unknown" : pushStateOf({ ...device, publicKey, isSubscribed });
  const value = useMemo<Push>(() => ({ state, busy, failed, enable, disable }), [state, busy, failed, enable, disable]);
  return <Context value={value}>{children}</Context>;
}
