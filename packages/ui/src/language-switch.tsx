"use client";

import { useLocale, useTranslations } from "next-intl";
import { RadioGroup } from "radix-ui";
import { useSetLocale } from "./app/preferences.tsx";
import { cn } from "./lib/cn.ts";
import { type Locale, localeNames, locales } from "./lib/preferences.ts";

export function LanguageSwitch({ className }: { className?: string | undefined }) {
  const t = useTranslations("ui");
  const locale = useLocale();
  const setLocale = useSetLocale();
  return (
    <RadioGroup.Root
      aria-label={t("language")}
      value={locale}
      onValueChange={(next) => setLocale(next as Locale)}
      className={cn("inline-flex gap-1 rounded-full bg-sunken p-1", className)}
    >
      {locales.map((value) => (
        <RadioGroup.Item
          key={value}
          value={value}
          lang={value}
          className="flex h-(--tap) items-center justify-center rounded-full px-3.5 text-sm font-semibold text-ink-soft transition hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-lift-1"
        >
          {localeNames[value]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
