"use client";

import { Contrast, Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { RadioGroup } from "radix-ui";
import { usePreferences } from "./app/preferences.tsx";
import { cn } from "./lib/cn.ts";
import type { Theme } from "./lib/preferences.ts";

const icons = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast } as const;

/** Picks light, dark, as the device, or the sunlight theme. Takes effect at once and is kept in a cookie. */
export function ThemeToggle({
  themes = ["system", "light", "dark"],
  className,
}: {
  themes?: readonly Theme[];
  className?: string | undefined;
}) {
  const t = useTranslations("ui.theme");
  const { theme, setTheme } = usePreferences();
  return (
    <RadioGroup.Root
      aria-label={t("label")}
      value={theme}
      onValueChange={(next) => setTheme(next as Theme)}
      className={cn("inline-flex gap-1 rounded-full bg-sunken p-1", className)}
    >
      {themes.map((value) => {
        const Icon = icons[value];
        return (
          <RadioGroup.Item
            key={value}
            value={value}
            aria-label={t(value)}
            title={t(value)}
            className="flex size-11 items-center justify-center rounded-full text-ink-soft transition hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-lift-1"
          >
            <Icon aria-hidden className="size-4.5" />
          </RadioGroup.Item>
        );
      })}
    </RadioGroup.Root>
  );
}
