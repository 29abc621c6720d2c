"use client";

import { useSyncExternalStore } from "react";

/** Below the page's header and the rail, where reading begins. */
const readingLine = 160;

/** The section that is being read: the last one whose head has passed the reading line; the last of all at the page's end. */
export function useCurrentSection(ids: readonly string[]): string | undefined {
  return useSyncExternalStore(
    onScroll,
    () => sectionBeingRead(ids),
    () => ids[0],
  );
}

/** At most once for each frame: between two of them nobody sees a difference. */
function onScroll(changed: () => void): () => void {
  let frame = 0;
  const look = () => {
    frame = 0;
    changed();
  };
  const scrolled = () => {
    frame ||= requestAnimationFrame(look);
  };
  window.addEventListener("scroll", scrolled, { passive: true });
  return () => {
    cancelAnimationFrame(frame);
    window.removeEventListener("scroll", scrolled);
  };
}

function sectionBeingRead(ids: readonly string[]): string | undefined {
  const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  if (atEnd && window.scrollY > 0) return ids.at(-1);
  const passed = ids.filter((id) => {
    const top = document.getElementById(`section-${id}`)?.getBoundingClientRect().top;
    return top !== undefined && top <= readingLine;
  });
  return passed.at(-1) ?? ids[0];
}
