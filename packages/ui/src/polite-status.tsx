"use client";

import { useEffect, useRef, useState } from "react";
import { type Spoken, waitToSpeak } from "./lib/polite.ts";

/** Reads a text out that changes often: the newest one, once every `everySeconds` at most. Not seen on the screen. */
export function PoliteStatus({ text, everySeconds = 45 }: { text: string; everySeconds?: number }) {
  const [said, setSaid] = useState("");
  const spoken = useRef<Spoken | null>(null);
  useEffect(() => {
    const wait = waitToSpeak(spoken.current, text, Date.now(), everySeconds * 1_000);
    if (wait === null) return;
    const timer = setTimeout(() => {
      spoken.current = { text, at: Date.now() };
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, everySeconds]);
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {said}
    </p>
  );
}
