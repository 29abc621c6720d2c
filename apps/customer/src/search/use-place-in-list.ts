"use client";

import { type RefObject, useLayoutEffect } from "react";
import { z } from "zod";
import { rememberSearch } from "./recent-searches.ts";

const markSchema = z.object({ tiffinList: z.object({ id: z.string(), top: z.number() }) });

/**
 * Coming back from a kitchen, its card stands where it stood when it was pressed, however much was scrolled and loaded.
 * The mark lies in the history entry of the list, so it is found by "back" alone and not by a fresh visit.
 */
export function usePlaceInList(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const mark = markSchema.safeParse(window.history.state);
    if (mark.success) {
      const { id, top } = mark.data.tiffinList;
      const card = element.querySelector(`[data-kitchen="${CSS.escape(id)}"]`);
      // After the router's own scrolling, which knows nothing of the list.
      if (card) requestAnimationFrame(() => window.scrollBy(0, card.getBoundingClientRect().top - top));
    }
    const onClick = (event: MouseEvent) => {
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-kitchen]") : null;
      if (!card?.dataset["kitchen"]) return;
      const kept = { id: card.dataset["kitchen"], top: card.getBoundingClientRect().top };
      window.history.replaceState({ ...window.history.state, tiffinList: kept }, "");
      rememberSearch(new URLSearchParams(window.location.search).get("q") ?? "");
    };
    element.addEventListener("click", onClick, { capture: true });
    return () => element.removeEventListener("click", onClick, { capture: true });
  }, [list]);
}
