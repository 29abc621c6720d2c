"use client";

import { useState } from "react";
import type { Asked } from "./search-state.ts";
import type { Search } from "./use-search.ts";

/** What was answered, with what had been asked. */
export type Answer = { asked: Asked; total: number };

/** The answer that is on the screen: while the next one is on its way, still the one before. Null before the first. */
export function useShownAnswer({ pages, asked }: Search): Answer | null {
  const [kept, setKept] = useState<{ key: string; answer: Answer } | null>(null);
  const total = pages.isPlaceholderData ? undefined : pages.data?.pages[0]?.total;
  if (total === undefined) return kept?.answer ?? null;
  const key = JSON.stringify([asked, total]);
  if (kept?.key === key) return kept.answer;
  const answer = { asked, total };
  setKept({ key, answer });
  return answer;
}
