"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Audience, Theme } from "../lib/preferences.ts";
import { MapSetting } from "../map/map-setting.tsx";
import { Toaster } from "../toaster.tsx";
import { statusOf } from "./api.tsx";
import { PreferencesProvider, useDocumentLanguage } from "./preferences.tsx";
import { SessionProvider } from "./session.tsx";

/** Refusals stand; only what may pass by itself (no network, 5xx, 429) is tried again. */
const worthRetrying = (failures: number, error: Error): boolean => {
  const status = statusOf(error);
  return failures < 2 && (status === undefined || status === 0 || status === 429 || status >= 500);
};

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 30 * 60_000, retry: worthRetrying, refetchOnReconnect: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** Everything an app's tree stands in, but for its own tRPC provider. The root layout gets the values from `readPreferences`. */
export function AppProviders({
  audience,
  theme,
  signedIn,
  onlineMapStyle = null,
  children,
}: {
  audience: Audience;
  theme: Theme;
  signedIn: boolean;
  /** From the app's environment: `onlineMapStyle(env())`. */
  onlineMapStyle?: string | null;
  children: ReactNode;
}) {
  const [queryClient] = useState(makeQueryClient);
  useDocumentLanguage(useLocale());
  return (
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider audience={audience} initialTheme={theme}>
        <SessionProvider initiallySignedIn={signedIn}>
          <MapSetting onlineStyle={onlineMapStyle}>{children}</MapSetting>
          <Toaster />
        </SessionProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
