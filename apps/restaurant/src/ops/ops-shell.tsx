"use client";

import { useQuery } from "@tanstack/react-query";
import { AppShell } from "@tiffin/ui/app-shell";
import { traceIdOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { ErrorState } from "@tiffin/ui/error-state";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { ChefHat, LogOut, Radar } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { Login } from "../shell/login.tsx";
import { NotStaff } from "../shell/not-staff.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";

/** The frame of the operators' pages. */
export function OpsShell({ demo, children }: { demo: DemoLogin | null; children: ReactNode }) {
  const { signedIn } = useSession();
  return signedIn ? (
    <SignedIn>{children}</SignedIn>
  ) : (
    <AppShell suffix="Ops" homeHref="/ops">
      <Login demo={demo} />
    </AppShell>
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const { logout } = useSession();
  const home = useQuery(trpc.home.queryOptions());
  const isOps = home.data?.roles.includes("ops") ?? false;
  return (
    <AppShell
      suffix="Ops"
      homeHref="/ops"
      nav={
        isOps
          ? [
              { href: "/ops", label: t("nav.ops"), icon: Radar },
              ...(home.data?.kitchens.length ? [{ href: "/", label: t("nav.board"), icon: ChefHat }] : []),
            ]
          : []
      }
      actions={
        <Button tone="ghost" icon={<LogOut aria-hidden className="size-5" />} onClick={() => void logout()}>
          <span className="max-sm:sr-only">{t("settings.logout")}</span>
        </Button>
      }
    >
      {home.data ? (
        isOps ? (
          children
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
