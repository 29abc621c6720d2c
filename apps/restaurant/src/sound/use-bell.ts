"use client";

import { useEffect, useSyncExternalStore } from "react";
import { useRemembered } from "../kitchen/remembered.ts";
import { bell, bellState, type BellState, onBellChange } from "./bell.ts";

const mutedKey = "tiffin-kitchen-muted";

export type BellControl = {
  state: BellState;
  muted: boolean;
  setMuted: (muted: boolean) => void;
  unlock: () => void;
};

/** Rings while `ringing`, unless somebody on this tablet turned the sound off. Any first tap on the page lets it sound. */
export function useBell(ringing: boolean): BellControl {
  const state = useSyncExternalStore(onBellChange, bellState, () => "blocked" as const);
  const [remembered, remember] = useRemembered(mutedKey);
  const muted = remembered === "1";

  useEffect(() => {
    const onGesture = () => {
      if (bellState() === "blocked") void bell.unlock();
    };
    // Not at pointerdown: the notice that goes away then would move what is being pressed.
    window.addEventListener("click", onGesture);
    window.addEventListener("keydown", onGesture);
    return () => {
      window.removeEventListener("click", onGesture);
      window.removeEventListener("keydown", onGesture);
    };
  }, []);

  const sounding = ringing && !muted;
  useEffect(() => {
    if (sounding) bell.start();
    return () => bell.stop();
  }, [sounding]);

  return {
    state,
    muted,
    setMuted: (next) => remember(next ? "1" : "0"),
    unlock: () => void bell.unlock(),
  };
}
