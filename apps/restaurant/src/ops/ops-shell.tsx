"use client";

import { useQuery } from "@tanstack/react-query";
import { AppShell, type NavItem } from "@tiffin/ui/app-shell";
import { traceIdOf } from "@tiffin/ui/app/api";
import { LoginForm } from "@tiffin/ui/app/login-form";
import { useSession } from "@tiffin/ui/app/session";
import { ErrorState } from "@tiffin/ui/error-state";
import { IconButton } from "@tiffin/ui/icon-button";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { Page, PageTitle } from "@tiffin/ui/page";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import { Bike, ChefHat, Inbox, ListOrdered, LogOut, Radar, Store } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { NotStaff } from "../shell/not-staff.tsx";
import { OpsCityPicker, OpsCityProvider } from "./ops-city.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";

/** The frame of the operators' pages. */
export function OpsShell({ demo, children }: { demo: DemoLogin | null; children: ReactNode }) {
  const t = useTranslations("ops");
  const { signedIn } = useSession();
  return signedIn ? (
    <SignedIn>{children}</SignedIn>
  ) : (
    <AppShell suffix="Ops" homeHref="/ops">
      <Page width="narrow">
        <PageTitle title={t("loginTitle")} lead={t("loginLead")} />
        <LoginForm demo={demo} />
      </Page>
    </AppShell>
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const { logout } = useSession();
  const home = useQuery(trpc.home.queryOptions());
  const isOps = home.data?.roles.includes("ops") ?? false;
  const nav: NavItem[] = [
    { href: "/ops", label: t("ops.nav.now"), icon: Radar, match: (path) => path === "/ops" },
    { href: "/ops/orders", label: t("ops.nav.orders"), icon: ListOrdered },
    { href: "/ops/riders", label: t("ops.nav.riders"), icon: Bike },
    { href: "/ops/kitchens", label: t("ops.nav.kitchens"), icon: Store },
    { href: "/ops/desk", label: t("ops.nav.desk"), icon: Inbox },
    ...(home.data?.kitchens.length ? [{ href: "/", label: t("nav.board"), icon: ChefHat }] : []),
  ];
  return (
    <AppShell
      suffix="Ops"
      homeHref="/ops"
      width="full"
      nav={isOps ? nav : []}
      middle={isOps ? <OpsCityPicker /> : undefined}
      actions={
        <>
          <span className="hidden xl:inline-flex">
            <LanguageSwitch />
          </span>
          <ThemeToggle className="hidden lg:inline-flex" />
          <IconButton label={t("settings.logout")} onClick={() => void logout()}>
            <LogOut aria-hidden />
          </IconButton>
        </>
      }
    >
      {home.data ? (
        isOps ? (
          <OpsCityProvider>{children}</OpsCityProvider>
        ) : (
          <NotStaff />
        )
      ) : home.error ? (
        <ErrorState traceId={traceIdOf(home.error)} onRetry={() => void home.refetch()} retrying={home.isRefetching} />
      ) : (
        <OpsSkeleton />
      )}
    </AppShell>
  );
}
