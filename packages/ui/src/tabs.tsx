"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn.ts";

export const Tabs = Radix.Root;

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={cn("no-scrollbar inline-flex max-w-full gap-1 overflow-x-auto rounded-full bg-sunken p-1", className)}
      {...rest}
    />
  );
}

export function Tab({
  className,
  count,
  children,
  ...rest
}: ComponentProps<typeof Radix.Trigger> & { count?: ReactNode }) {
  return (
    <Radix.Trigger
      className={cn(
        "inline-flex min-h-11 items-center gap-2 rounded-full px-4 text-sm font-semibold whitespace-nowrap text-ink-soft transition",
        "hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-lift-1",
        className,
      )}
      {...rest}
    >
      {children}
      {count === undefined ? null : <span className="tabular text-xs text-ink-faint">{count}</span>}
    </Radix.Trigger>
  );
}

export const TabPanel = ({ className, ...rest }: ComponentProps<typeof Radix.Content>) => (
  <Radix.Content className={cn("rounded-md", className)} {...rest} />
);
