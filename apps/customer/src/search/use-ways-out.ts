"use client";

import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.tsx";
import type { Asked } from "./search-state.ts";
import { waysOut, worthOffering } from "./ways-out.ts";

/** What would find something, and how much: asked for in one call, one restaurant each, for the count alone. */
export function useWaysOut(asked: Asked) {
  const trpc = useTRPC();
  const ways = waysOut(asked);
  const answers = useQueries({
    queries: ways.map((way) => trpc.restaurants.search.queryOptions({ ...way.asked, limit: 1 }, { staleTime: 30_000 })),
  });
  return {
    ways: worthOffering(ways.map((way, index) => ({ way, total: answers[index]?.data?.total ?? 0 }))),
    settled: answers.every((answer) => !answer.isPending),
  };
}
