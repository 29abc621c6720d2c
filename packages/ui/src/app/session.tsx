"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { signedInCookie } from "../lib/preferences.ts";
import { postJson } from "../lib/session-client.ts";
import { usePreferences, writeCookie } from "./preferences.tsx";

type SignedInUser = { id: string; name: string; roles: string[] };
type Session = {
  /** Whether a session is likely: the server's hint first, then what login, logout and refused refreshes tell. */
  signedIn: boolean;
  /** Throws ApiFailure. */
  login: (phone: string, otp: string) => Promise<SignedInUser | null>;
  logout: () => Promise<void>;
};

const Context = createContext<Session | null>(null);

const leaving = new Set<() => Promise<void>>();
const LEAVING_LIMIT_MS = 3_000;

/** Runs `work` while there still is a session, before a log-out ends it; returns what takes it back. */
export function beforeLogout(work: () => Promise<void>): () => void {
  leaving.add(work);
  return () => void leaving.delete(work);
}
const listeners = new Set<() => void>();

/** Called by the API client when the session can't be renewed. */
export function announceSignedOut(): void {
  for (const tell of listeners) tell();
}

export function SessionProvider({ initiallySignedIn, children }: { initiallySignedIn: boolean; children: ReactNode }) {
  const { audience } = usePreferences();
  const queryClient = useQueryClient();
  const [signedIn, setSignedIn] = useState(initiallySignedIn);

  const remember = useCallback(
    (value: boolean) => {
      writeCookie(signedInCookie(audience), value ? "1" : "", value ? undefined : 0);
      setSignedIn(value);
    },
    [audience],
  );

  useEffect(() => {
    const tell = () => remember(false);
    listeners.add(tell);
    return () => void listeners.delete(tell);
  }, [remember]);

  // Another tab signed in or out: this one follows.
  useEffect(() => {
    if (!("BroadcastChannel" in window)) return;
    const channel = new BroadcastChannel(`tiffin-session-${audience}`);
    channel.addEventListener("message", (event) => {
      setSignedIn(event.data === "in");
      void queryClient.resetQueries();
    });
    return () => channel.close();
  }, [audience, queryClient]);

  const value = useMemo<Session>(() => {
    const broadcast = (what: "in" | "out") => {
      if (!("BroadcastChannel" in window)) return;
      const channel = new BroadcastChannel(`tiffin-session-${audience}`);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
      channel.postMessage(what);
      channel.close();
    };
    return {
      signedIn,
      async login(phone, otp) {
        const answer = await postJson<{ user?: SignedInUser } | null>("/api/session/login", { phone, otp });
        remember(true);
        broadcast("in");
        await queryClient.resetQueries();
        return answer?.user ?? null;
      },
      async logout() {
        // Nobody is kept in by a network that is away.
        const limit = new Promise((resolve) => setTimeout(resolve, LEAVING_LIMIT_MS));
        await Promise.race([Promise.allSettled([...leaving].map((work) => work())), limit]);
        await postJson("/api/session/logout", {});
        remember(false);
        broadcast("out");
        queryClient.clear();
      },
    };
  }, [audience, queryClient, remember, signedIn]);
  return <Context value={value}>{children}</Context>;
}

export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error("useSession stands outside AppProviders");
  return session;
}
