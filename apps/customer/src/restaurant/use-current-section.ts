"use client";

import { useEffect, useState } from "react";

/** Below the page's header and the rail, where reading begins. */
const readingLine = 160;

/** The section that is being read: the last one whose head has passed the reading line; the last of all at the page's end. */
export function useCurrentSection(ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState<string | null>(null);
  const key = ids.join(",");
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const known = key.split(",");
      const passed = known.filter((id) => {
        const top = document.getElementById(`section-${id}`)?.getBoundingClientRect().top;
        return top !== undefined && top <= readingLine;
      });
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      setCurrent((atEnd && window.scrollY > 0 ? known.at(-1) : passed.at(-1)) ?? null);
    };
    const onScroll = () => {
      frame ||= requestAnimationFrame(look);
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    onScroll();
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", onScroll);
    };
  }, [key]);
  return current !== null && ids.includes(current) ? current : ids[0];
}
