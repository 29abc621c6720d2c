"use client";

import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Switch } from "@tiffin/ui/switch";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import { Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTickets } from "../board/tickets-context.tsx";
import { bell as counterBell } from "../sound/bell.ts";
import { useKitchen } from "./kitchen-context.tsx";
import { PrepStepper } from "./prep-stepper.tsx";
import { useUpdateKitchen } from "./use-update-kitchen.ts";

/** How this restaurant and this tablet work. */
export function Settings() {
  const t = useTranslations("settings");
  const { home, kitchen } = useKitchen();
  const { update } = useUpdateKitchen();
  const { bell } = useTickets();
  const { logout } = useSession();
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} lead={t("signedInAs", { name: home.name, kitchen: kitchen.name })} />
      <div className="flex flex-col gap-8">
        <Setting title={t("prep")} hint={t("prepHint")}>
          <div className="max-w-72">
            <PrepStepper
              label={t("prep")}
              value={kitchen.prepMinutes}
              onChange={(prepMinutes) => update({ prepMinutes })}
            />
          </div>
        </Setting>
        <Setting title={t("sound")} hint={t("soundHint")}>
          <div className="flex flex-wrap items-center gap-4">
            <Switch size="lg" label={t("ring")} checked={!bell.muted} onChange={(on) => bell.setMuted(!on)} />
            <Button
              tone="outline"
              icon={<Volume2 aria-hidden className="size-5" />}
              onClick={() => {
                bell.unlock();
                counterBell.try();
              }}
            >
              {t("tryBell")}
            </Button>
          </div>
        </Setting>
        <Setting title={t("appearance")}>
          <ThemeToggle themes={["system", "light", "dark", "contrast"]} />
        </Setting>
        <Setting title={t("language")}>
          <LanguageSwitch />
        </Setting>
        <div>
          <Button tone="danger-quiet" onClick={() => void logout()}>
            {t("logout")}
          </Button>
        </div>
      </div>
    </Page>
  );
}

function Setting({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      {children}
      {hint ? <p className="mt-2 text-ink-soft">{hint}</p> : null}
    </section>
  );
}
