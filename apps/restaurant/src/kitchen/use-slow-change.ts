"use client";

import { useEffect, useRef, useState } from "react";

const REST_MS = 600;

/**
 * A value that somebody steps through with many taps: shown at once, handed on when the thumb rests, or leaves the page.
 * Until then what the server says meanwhile does not push it back.
 */
export function useSlowChange<T>(value: T, commit: (value: T) => void): [T, (next: T) => void] {
  const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
  const latest = useRef({ draft, commit });
  useEffect(() => {
    latest.current = { draft, commit };
  });

  useEffect(() => {
    if (!draft) return;
    const timer = setTimeout(() => {
      latest.current.commit(draft.value);
      setDraft(null);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  useEffect(
    () => () => {
      const { draft: unsaved, commit: save } = latest.current;
      if (unsaved) save(unsaved.value);
    },
    [],
  );
  return [draft ? draft.value : value, (next) => setDraft({ value: next })];
}
