import "./globals.css";
import { AppProviders } from "@tiffin/ui/app/providers";
import { onlineMapStyle } from "@tiffin/ui/server/app-env";
import { readPreferences } from "@tiffin/ui/server/preferences";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { citiesForPaint } from "../api/server.ts";
import { ApiProvider } from "../api/trpc.tsx";
import { env } from "../env.ts";
import { placeCookie, readPlace } from "../place/place.ts";
import { PlaceProvider } from "../place/place-provider.tsx";
import { AppPush } from "../push/app-push.tsx";
import { CustomerShell } from "../shell/customer-shell.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meta");
  return {
    title: { default: t("title"), template: "%s · Tiffin" },
    description: t("description"),
    applicationName: "Tiffin",
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf6ee" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1512" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [preferences, locale, jar, cities] = await Promise.all([
    readPreferences("customer"),
    getLocale(),
    cookies(),
    citiesForPaint(),
  ]);
  const place = readPlace(jar.get(placeCookie)?.value);
  return (
    <html lang={locale} data-theme={preferences.theme} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <AppProviders {...preferences} onlineMapStyle={onlineMapStyle(env())}>
            <NuqsAdapter>
              <ApiProvider>
                <PlaceProvider initial={place} initialCities={cities}>
                  <AppPush>
                    <CustomerShell>{children}</CustomerShell>
                  </AppPush>
                </PlaceProvider>
              </ApiProvider>
            </NuqsAdapter>
          </AppProviders>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
