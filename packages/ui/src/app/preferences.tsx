"use client";

import { useRouter } from "next/navigation";
import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { type Audience, type Locale, type Theme, localeCookie, themeCookie } from "../lib/preferences.ts";

const year = 60 * 60 * 24 * 365;

export function writeCookie(name: string, value: string, maxAgeSeconds = year): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // oxlint-disable-next-line unicorn/no-document-cookie -- CookieStore is not in Safari yet
  document.cookie = `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax${secure}`;
}

type Preferences = { audience: Audience; theme: Theme; setTheme: (theme: Theme) => void };
const Context = createContext<Preferences | null>(null);

export function PreferencesProvider({
  audience,
  initialTheme,
  children,
}: {
  audience: Audience;
  initialTheme: Theme;
  children: ReactNode;
}) {
  const [theme, setThemeState] = useState(initialTheme);
  const setTheme = useCallback(
    (next: Theme) => {
      setThemeState(next);
      document.documentElement.dataset.theme = next;
      writeCookie(themeCookie(audience), next);
    },
    [audience],
  );
  const value = useMemo(() => ({ audience, theme, setTheme }), [audience, theme, setTheme]);
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): Preferences {
  const preferences = use(Context);
  if (!preferences) throw new Error("usePreferences stands outside AppProviders");
  return preferences;
}

/** Changes the language: kept in a cookie, and the server renders the page again in it. */
export function useSetLocale(): (locale: Locale) => void {
  const router = useRouter();
  return useCallback(
    (locale) => {
      writeCookie(localeCookie, locale);
      router.refresh();
    },
    [router],
  );
}

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}

/** The theme as it is seen: "system" resolved by the device. For canvases, which can't read CSS by themselves. */
export function useResolvedTheme(): Exclude<Theme, "system"> {
  const { theme } = usePreferences();
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  if (theme !== "system") return theme;
  return dark ? "dark" : "light";
}

export const useReducedMotion = (): boolean => useMediaQuery("(prefers-reduced-motion: reduce)");

/** Keeps <html lang> true after a change of language without a full load. */
export function useDocumentLanguage(locale: string): void {
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
}
