"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import { cn } from "./lib/cn.ts";
import { Logo } from "./logo.tsx";
import { OfflineBanner } from "./offline-banner.tsx";

export type NavItem = {
  href: string;
  label: string;
  icon: ComponentType<{ className?: string | undefined; "aria-hidden"?: boolean }>;
  /** Whether the item stands for this path; by default, for its own and what lies below it. */
  match?: (path: string) => boolean;
  /** A number or a dot that wants to be seen. */
  badge?: ReactNode;
};

/**
 * The frame of an app: skip link, header (mark, what the page puts in the middle, actions), main, and on phones the
 * tabs at the thumb. From `md` up the tabs stand in the header.
 */
export function AppShell({
  suffix,
  homeHref = "/",
  nav = [],
  middle,
  actions,
  banner,
  width = "default",
  hideTabs,
  children,
}: {
  suffix?: string;
  homeHref?: string;
  nav?: readonly NavItem[];
  middle?: ReactNode;
  actions?: ReactNode;
  banner?: ReactNode;
  width?: "default" | "full";
  /** Pages with an action bar of their own at the bottom leave the tabs out. */
  hideTabs?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("ui");
  const path = usePathname();
  const isCurrent = (item: NavItem) =>
    item.match
      ? item.match(path)
      : item.href === "/"
        ? path === "/"
        : path === item.href || path.startsWith(`${item.href}/`);
  const tabs = nav.length > 0 && !hideTabs;
  // On a tablet that stands, the tabs leave no room for the mark's words beside what the page puts in the middle.
  const isCrowded = nav.length > 3;
  return (
    <div className="flex min-h-dvh flex-col bg-paper">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-full bg-ink px-5 py-3 font-semibold text-paper transition-transform focus:translate-y-0"
      >
        {t("skipToContent")}
      </a>
      <OfflineBanner />
      {banner}
      <header className="sticky top-0 z-40 border-b-[length:var(--border-weight)] bg-paper/92 backdrop-blur-md supports-backdrop-filter:bg-paper/85">
        <div
          className={cn(
            "mx-auto flex h-16 items-center gap-3 px-4 sm:gap-5 sm:px-6",
            width === "default" && "max-w-6xl",
          )}
        >
          <Link
            href={homeHref}
            aria-label={suffix ? `Tiffin ${suffix}` : "Tiffin"}
            className="inline-flex min-h-(--tap) min-w-(--tap) shrink-0 items-center justify-center rounded-md"
          >
            <Logo
              {...(suffix ? { suffix } : {})}
              className={middle ? cn("max-sm:[&>span]:hidden", isCrowded && "md:max-lg:[&>span]:hidden") : undefined}
            />
          </Link>
          <div className="flex min-w-0 flex-1 items-center">{middle}</div>
          {nav.length > 0 ? (
            <nav aria-label={t("mainNavigation")} className="hidden md:block">
              <ul className="flex gap-1">
                {nav.map((item) => (
                  <li key={item.href}>
                    <Link
                      href={item.href}
                      aria-current={isCurrent(item) ? "page" : undefined}
                      className={cn(
                        "inline-flex min-h-11 items-center gap-2 rounded-full px-4 text-sm font-semibold text-ink-soft transition hover:bg-sunken hover:text-ink aria-[current]:bg-leaf-tint aria-[current]:text-leaf-ink",
                        isCrowded && "max-lg:px-3",
                      )}
                    >
                      {item.label}
                      {item.badge}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
          {actions ? <div className="flex shrink-0 items-center gap-2">{actions}</div> : null}
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={cn(
          "flex flex-1 flex-col outline-none",
          tabs && "max-md:pb-[calc(4rem+var(--border-weight)+env(safe-area-inset-bottom))]",
        )}
      >
        {children}
      </main>
      {tabs ? (
        <nav
          aria-label={t("mainNavigation")}
          className="fixed inset-x-0 bottom-0 z-40 border-t-[length:var(--border-weight)] bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        >
          <ul className="mx-auto flex max-w-lg">
            {nav.map((item) => {
              const Icon = item.icon;
              return (
                <li key={item.href} className="flex-1">
                  <Link
                    href={item.href}
                    aria-current={isCurrent(item) ? "page" : undefined}
                    className="group flex h-16 flex-col items-center justify-center gap-0.5 text-xs font-semibold text-ink-faint aria-[current]:text-leaf-ink"
                  >
                    <span className="relative flex h-7 w-14 items-center justify-center rounded-full transition group-aria-[current]:bg-leaf-tint">
                      <Icon aria-hidden className="size-5.5" />
                      {item.badge ? <span className="absolute -top-0.5 right-2">{item.badge}</span> : null}
                    </span>
                    {item.label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
      ) : null}
    </div>
  );
}
