"use client";

import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useCallback, useEffect, useRef, useState } from "react";
import { tapStore } from "./rider-store.ts";
import { sendTaps, type TapResult } from "./send-taps.ts";
import type { KeptTap, Tap } from "./tap.ts";

const AGAIN_MS = 8_000;

export type NewTap = Tap extends infer T ? (T extends Tap ? Omit<T, "at"> : never) : never;

/**
 * Every tap is written down first and told then, so that none is lost, and told in its order with its own time. `send`
 * resolves to null, or to the refusal's code; `onLate` hears what became of taps that had to wait.
 */
export function useTaps(
  send: (tap: KeptTap) => Promise<string | null>,
  onLate: (tap: KeptTap, result: TapResult) => void,
): {
  waiting: readonly KeptTap[];
  /** The one of them whose answer somebody stands there for; null when there is none. */
  asked: KeptTap | null;
  tap: (tap: NewTap) => Promise<TapResult>;
  busy: boolean;
} {
  const [waiting, setWaiting] = useState<readonly KeptTap[]>([]);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<KeptTap | null>(null);
  const running = useRef<Promise<void> | null>(null);
  /** Those whose tap it was and who stand there for the answer. */
  const waiters = useRef(new Map<number, (result: TapResult) => void>());
  const latest = useRef({ send, onLate });
  useEffect(() => {
    latest.current = { send, onLate };
  });
  const seen = useRef(new Map<number, KeptTap>());

  const look = useCallback(async () => {
    const all = await tapStore.all();
    for (const tap of all) seen.current.set(tap.id, tap);
    setWaiting(all);
  }, []);

  /** One at a time: who comes while it runs waits for it, and then goes on. */
  const drain = useCallback(async (): Promise<void> => {
    while (running.current !== null) await running.current;
    const turn = sendTaps(tapStore, (tap) => latest.current.send(tap)).then(
      (results) => {
        for (const [id, result] of results) {
          const waiter = waiters.current.get(id);
          const tap = seen.current.get(id);
          seen.current.delete(id);
          if (waiter) waiter(result);
          else if (tap) latest.current.onLate(tap, result);
        }
      },
      () => {}, // What could not be told waits for the next turn.
    );
    running.current = turn;
    await turn;
    running.current = null;
    await look().catch(() => {});
  }, [look]);

  useEffect(() => {
    const again = () => void drain();
    const onVisible = () => document.visibilityState === "visible" && again();
    // oxlint-disable-next-line react/set-state-in-effect -- it is set once the storage has answered
    void look()
      .then(again)
      .catch(() => {});
    const timer = setInterval(() => seen.current.size > 0 && again(), AGAIN_MS);
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [drain, look]);

  const tap = useCallback(
    async (made: NewTap): Promise<TapResult> => {
      setBusy(true);
      try {
        const kept = await tapStore.add({ ...made, at: new Date(serverNow()).toISOString() } as Tap);
        if (navigator.onLine) setAsked(kept);
        await look();
        if (!navigator.onLine) return { is: "kept" };
        let own: TapResult = { is: "kept" };
        waiters.current.set(kept.id, (result) => (own = result));
        await drain();
        waiters.current.delete(kept.id);
        return own;
      } finally {
        setBusy(false);
        setAsked(null);
      }
    },
    [drain, look],
  );
  return { waiting, asked, tap, busy };
}
