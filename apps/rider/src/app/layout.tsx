import "./globals.css";
import { AppProviders } from "@tiffin/ui/app/providers";
import { onlineMapStyle } from "@tiffin/ui/server/app-env";
import { readPreferences } from "@tiffin/ui/server/preferences";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ApiProvider } from "../api/trpc.tsx";
import { env } from "../env.ts";
import { riderDemo } from "../demo.ts";
import { AppPush } from "../pwa/app-push.tsx";
import { ServiceWorker } from "../pwa/service-worker.tsx";
import { RiderShell } from "../shift/rider-shell.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meta");
  return {
    title: { default: t("title"), template: "%s · Tiffin Rider" },
    description: t("description"),
    applicationName: "Tiffin Rider",
    appleWebApp: { capable: true, title: "Tiffin Rider", statusBarStyle: "default" },
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
  const [preferences, locale] = await Promise.all([readPreferences("rider"), getLocale()]);
  const demo = riderDemo();
  return (
    <html lang={locale} data-theme={preferences.theme} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <AppProviders {...preferences} onlineMapStyle={onlineMapStyle(env())}>
            <ApiProvider>
              <ServiceWorker />
              <AppPush>
                <RiderShell demo={demo}>{children}</RiderShell>
              </AppPush>
            </ApiProvider>
          </AppProviders>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
