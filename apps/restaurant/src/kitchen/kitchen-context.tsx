"use client";

import type { KitchenHome } from "@tiffin/domain/wire/kitchen";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useIsOver } from "../board/clock.ts";
import { useRemembered } from "./remembered.ts";

export type KitchenWithStream = KitchenHome["kitchens"][number];

type Chosen = {
  home: KitchenHome;
  /** The restaurant whose board is shown. */
  kitchen: KitchenWithStream;
  choose: (kitchenId: string) => void;
};

const Context = createContext<Chosen | null>(null);
const chosenKey = "tiffin-kitchen";

/** Which of the caller's restaurants this tablet works for; remembered on it. */
export function KitchenProvider({
  home,
  first,
  children,
}: {
  home: KitchenHome;
  first: KitchenWithStream;
  children: ReactNode;
}) {
  const [chosenId, choose] = useRemembered(chosenKey);
  const chosen = home.kitchens.find(({ id }) => id === chosenId) ?? first;
  const pauseIsOver = useIsOver(chosen.pausedUntil);
  const value = useMemo<Chosen>(
    () => ({
      home,
      // The server's clock ends a pause, whether or not the server can be asked just then.
      kitchen: pauseIsOver ? { ...chosen, acceptingOrders: true, pausedUntil: null } : chosen,
      choose,
    }),
    [home, chosen, pauseIsOver, choose],
  );
  return <Context value={value}>{children}</Context>;
}

export function useKitchen(): Chosen {
  const chosen = use(Context);
  if (!chosen) throw new Error("useKitchen stands outside KitchenProvider");
  return chosen;
}
