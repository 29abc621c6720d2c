"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { currentRidesSchema, riderHomeSchema } from "@tiffin/domain/wire/riders";
import { beforeLogout } from "@tiffin/ui/app/session";
import { useEffect } from "react";
import { forgetAll, keep, kept } from "./rider-store.ts";

/**
 * The last answers outlive the page: whoever opens the app in a tunnel sees the ride in hand, and asks for it again as soon as
 * there is a network. An offer is not kept: it would be over.
 */
export function useKeptAnswers(
  keys: { readonly home: QueryKey; readonly current: QueryKey },
  loaded: { home: unknown; current: unknown },
): void {
  const queryClient = useQueryClient();
  const { home, current } = keys;
  useEffect(() => {
    const restore = async (name: string, key: QueryKey, parse: (data: unknown) => unknown) => {
      const found = await kept(name);
      const data = found && parse(found.data);
      if (!found || !data || queryClient.getQueryData(key) !== undefined) return;
      queryClient.setQueryData(key, data, { updatedAt: found.at });
    };
    const parsed =
      <T>(schema: { safeParse(data: unknown): { data?: T } }) =>
      (data: unknown) =>
        schema.safeParse(data).data;
    void restore("home", home, parsed(riderHomeSchema)).catch(() => {});
    void restore("current", current, parsed(currentRidesSchema.omit({ offer: true }))).catch(() => {});
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, at the start: from then on the answers are newer
  }, []);
  const { home: homeAnswer, current: currentAnswer } = loaded;
  useEffect(() => {
    if (homeAnswer) void keep("home", homeAnswer).catch(() => {});
  }, [homeAnswer]);
  useEffect(() => {
    if (currentAnswer) void keep("current", currentAnswer).catch(() => {});
  }, [currentAnswer]);
  useEffect(() => beforeLogout(forgetAll), []);
}
