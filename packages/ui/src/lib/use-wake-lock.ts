"use client";

import { useEffect, useState } from "react";

/** Keeps the screen on while `active`. The lock is lost whenever the page is hidden, so it is asked for again on return. */
export function useWakeLock(active: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!active || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let stopped = false;
    const request = async (): Promise<void> => {
      if (document.visibilityState !== "visible" || (lock !== null && !lock.released)) return;
      try {
        const granted = await navigator.wakeLock.request("screen");
        if (stopped) return void granted.release();
        lock = granted;
        setHeld(true);
        granted.addEventListener("release", () => setHeld(false));
      } catch {
        setHeld(false); // Low battery, or not allowed: sharing goes on while the screen is on.
      }
    };
    const ask = () => void request();
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      stopped = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, [active]);
  return held;
}
