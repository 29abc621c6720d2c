"use client";

import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { usePlace } from "../place/place-provider.tsx";
import { rounded } from "../place/point.ts";
import { type SearchState, isUntouched, searchParsers } from "./search-state.ts";

export type SearchPatch = { [Key in keyof SearchState]?: SearchState[Key] | null };

/**
 * The address bar's search and its change. Each choice is a step that "back" undoes; letters typed after the first
 * belong to the same step.
 */
export function useSearchState(): [SearchState, (patch: SearchPatch) => void] {
  const [state, setState] = useQueryStates(searchParsers, { history: "push", throttleMs: 120, shallow: true });
  const { place, elsewhere } = usePlace();
  const change = useCallback(
    (patch: SearchPatch) => {
      const isTyping = Object.keys(patch).every((key) => key === "q");
      const goesOn = isTyping && state.q !== "";
      const next = { ...state, ...withDefaults(patch) };
      // A search that somebody might share says where it looks.
      const here = elsewhere ? state.at : place && !isUntouched(next) ? place : null;
      const at = patch.at === undefined ? here : patch.at;
      void setState({ ...patch, at: at && rounded(at) }, { history: goesOn ? "replace" : "push" });
    },
    [elsewhere, place, setState, state],
  );
  return [state, change];
}

/** Null in a patch means "as if nothing had been chosen". */
function withDefaults(patch: SearchPatch): Partial<SearchState> {
  const untouched = { q: "", cuisine: [], veg: false, open: false, sort: "relevance", view: "list" };
  return Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [key, value ?? untouched[key as keyof typeof untouched] ?? null]),
  );
}
