"use client";

import { AppShell } from "@tiffin/ui/app-shell";
import { useSession } from "@tiffin/ui/app/session";
import { Bike, Settings, Wallet } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { Login } from "./login.tsx";
import { ShiftProvider } from "./shift-provider.tsx";

/** The frame of every page; whoever is not logged in sees the login instead of the page. */
export function RiderShell({ demo, children }: { demo: DemoLogin | null; children: ReactNode }) {
  const t = useTranslations("nav");
  const { signedIn } = useSession();
  if (!signedIn) {
    return (
      <AppShell suffix="Rider">
        <Login demo={demo} />
      </AppShell>
    );
  }
  return (
    <AppShell
      suffix="Rider"
      width="full"
      nav={[
        { href: "/", label: t("ride"), icon: Bike },
        { href: "/earnings", label: t("earnings"), icon: Wallet },
        { href: "/settings", label: t("settings"), icon: Settings },
      ]}
    >
      <ShiftProvider>{children}</ShiftProvider>
    </AppShell>
  );
}
