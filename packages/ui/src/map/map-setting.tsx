"use client";

import { createContext, type ReactNode, use } from "react";

const Context = createContext<string | null>(null);

/** Hands the operator's online map style, if there is one, from the server's environment to every map on the page. */
export function MapSetting({ onlineStyle, children }: { onlineStyle: string | null; children: ReactNode }) {
  return <Context value={onlineStyle}>{children}</Context>;
}

export const useOnlineStyle = (): string | null => use(Context);
