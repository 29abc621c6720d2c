"use client";

import { usePreferences } from "@tiffin/ui/app/preferences";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import type { Theme } from "@tiffin/ui/lib/preferences";
import { Page, PageTitle } from "@tiffin/ui/page";
import { PushCard } from "@tiffin/ui/push/push-card";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { LogOut, Moon, Smartphone, Sun, SunDim } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { InstallCard } from "../pwa/install-card.tsx";
import { useShift } from "./shift-provider.tsx";

const themes = [
  { value: "contrast", icon: Sun },
  { value: "light", icon: SunDim },
  { value: "dark", icon: Moon },
  { value: "system", icon: Smartphone },
] as const;

export function Settings() {
  const t = useTranslations("settings");
  const shift = useTranslations("shift");
  const ui = useTranslations("ui");
  const { logout } = useSession();
  const { theme, setTheme } = usePreferences();
  const { home, online, end } = useShift();
  const [leaving, setLeaving] = useState(false);
  // Whoever logs out is no longer there for an offer: the shift ends first, and an order on board keeps the rider in.
  const leave = async () => {
    setLeaving(true);
    try {
      if (await end()) await logout();
    } finally {
      setLeaving(false);
    }
  };
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} lead={home.data ? t("signedInAs", { name: home.data.name }) : undefined} />
      <div className="flex flex-col gap-8">
        <InstallCard />
        <PushCard title={shift("pushTitle")} body={shift("pushBody")} showOn />
        <div>
          <h2 className="mb-2 font-semibold">{t("appearance")}</h2>
          <RadioCards<Theme> label={t("appearance")} value={theme} onChange={setTheme} className="grid-cols-2">
            {themes.map(({ value, icon: Icon }) => (
              <RadioCard key={value} value={value} className="font-semibold">
                <Icon aria-hidden className="size-5 shrink-0" />
                {ui(`theme.${value}`)}
              </RadioCard>
            ))}
          </RadioCards>
          <p className="mt-2 text-sm text-ink-soft">{t("appearanceHint")}</p>
        </div>
        <div>
          <h2 className="mb-2 font-semibold">{t("language")}</h2>
          <LanguageSwitch className="[&_button]:px-5" />
        </div>
        <div className="flex flex-col gap-2">
          <Button
            tone="outline"
            size="lg"
            wide
            busy={leaving}
            className="text-danger"
            icon={<LogOut aria-hidden className="size-5" />}
            onClick={() => void leave()}
          >
            {t("logout")}
          </Button>
          {online ? <p className="text-sm text-ink-soft">{t("logoutEndsShift")}</p> : null}
        </div>
      </div>
    </Page>
  );
}
