import "./globals.css";
import { AppProviders } from "@tiffin/ui/app/providers";
import { onlineMapStyle } from "@tiffin/ui/server/app-env";
import { readPreferences } from "@tiffin/ui/server/preferences";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ApiProvider } from "../api/trpc.tsx";
import { env } from "../env.ts";
import { AppPush } from "../push/app-push.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meta");
  return {
    title: { default: t("title"), template: "%s · Tiffin Kitchen" },
    description: t("description"),
    applicationName: "Tiffin Kitchen",
    appleWebApp: { capable: true, title: "Tiffin Kitchen", statusBarStyle: "default" },
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
  const [preferences, locale] = await Promise.all([readPreferences("restaurant"), getLocale()]);
  return (
    <html lang={locale} data-theme={preferences.theme} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <AppProviders {...preferences} onlineMapStyle={onlineMapStyle(env())}>
            <NuqsAdapter>
              <ApiProvider>
                <AppPush>{children}</AppPush>
              </ApiProvider>
            </NuqsAdapter>
          </AppProviders>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
