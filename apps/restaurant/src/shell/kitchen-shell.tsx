"use client";

import { useQuery } from "@tanstack/react-query";
import type { KitchenHome } from "@tiffin/domain/wire/kitchen";
import { AppShell, type NavItem } from "@tiffin/ui/app-shell";
import { traceIdOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { ConnectionDot, type ConnectionState } from "@tiffin/ui/connection-dot";
import { ErrorState } from "@tiffin/ui/error-state";
import { useWakeLock } from "@tiffin/ui/lib/use-wake-lock";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { BookOpen, ChefHat, Clock, History, Radar, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { BoardSkeleton } from "../board/board-skeleton.tsx";
import { TicketsProvider, useTickets } from "../board/tickets-context.tsx";
import { KitchenProvider } from "../kitchen/kitchen-context.tsx";
import { Notices, Alerts } from "./alerts.tsx";
import { KitchenPicker } from "./kitchen-picker.tsx";
import { Login } from "./login.tsx";
import { NotStaff } from "./not-staff.tsx";
import { OpenSwitch } from "./open-switch.tsx";
import { SoundButton } from "../sound/sound-button.tsx";

/** The frame of the kitchen's pages: who is here, for which restaurant, and the bell. */
export function KitchenShell({ demo, children }: { demo: DemoLogin | null; children: ReactNode }) {
  const { signedIn } = useSession();
  return signedIn ? (
    <SignedIn>{children}</SignedIn>
  ) : (
    <AppShell suffix="Kitchen">
      <Login demo={demo} />
    </AppShell>
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const home = useQuery({ ...trpc.home.queryOptions(), refetchInterval: 60_000 });
  const nav = useNav(home.data);
  const [first] = home.data?.kitchens ?? [];
  if (home.data && first) {
    return (
      <KitchenProvider home={home.data} first={first}>
        <TicketsProvider>
          <Frame home={home.data}>{children}</Frame>
        </TicketsProvider>
      </KitchenProvider>
    );
  }
  return (
    <AppShell suffix="Kitchen" width="full" nav={nav}>
      {home.data ? (
        home.data.roles.includes("ops") ? (
          <ToOps />
        ) : (
          <NotStaff />
        )
      ) : home.error ? (
        <ErrorState traceId={traceIdOf(home.error)} onRetry={() => void home.refetch()} retrying={home.isRefetching} />
      ) : (
        <BoardSkeleton />
      )}
    </AppShell>
  );
}

/** An operator who works in no kitchen has their own page. */
function ToOps() {
  const router = useRouter();
  useEffect(() => router.replace("/ops"), [router]);
  return <BoardSkeleton />;
}

function Frame({ home, children }: { home: KitchenHome; children: ReactNode }) {
  const t = useTranslations();
  const { live, unseen, board } = useTickets();
  const nav = useNav(home, board?.new.length);
  useWakeLock(true);
  useEffect(() => {
    const plain = t("meta.title");
    document.title = unseen.size > 0 ? `(${unseen.size}) ${t("board.newOrder")}` : plain;
    return () => {
      document.title = plain;
    };
  }, [unseen.size, t]);
  return (
    <AppShell
      suffix="Kitchen"
      width="full"
      nav={nav}
      middle={<KitchenPicker />}
      banner={<Notices />}
      actions={
        <>
          <ConnectionDot state={live} words={liveWords(t)} className="hidden xl:inline-flex" />
          <SoundButton />
          <OpenSwitch />
        </>
      }
    >
      {children}
      <Alerts />
    </AppShell>
  );
}

function liveWords(t: ReturnType<typeof useTranslations>): Record<ConnectionState, string> {
  return { live: t("live.live"), connecting: t("live.connecting"), lost: t("live.lost") };
}

function useNav(home: KitchenHome | undefined, waiting = 0): NavItem[] {
  const t = useTranslations("nav");
  const badge =
    waiting > 0 ? (
      <span className="tabular rounded-full bg-turmeric px-1.5 text-xs font-bold text-on-turmeric">{waiting}</span>
    ) : undefined;
  const kitchen: NavItem[] = home?.kitchens.length
    ? [
        { href: "/", label: t("board"), icon: ChefHat, badge },
        { href: "/menu", label: t("menu"), icon: BookOpen },
        { href: "/past", label: t("past"), icon: History },
        { href: "/hours", label: t("hours"), icon: Clock },
        { href: "/settings", label: t("settings"), icon: Settings },
      ]
    : [];
  const ops: NavItem[] = home?.roles.includes("ops") ? [{ href: "/ops", label: t("ops"), icon: Radar }] : [];
  return [...kitchen, ...ops];
}
