"use client";

import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { Page, PageTitle } from "@tiffin/ui/page";
import { PushCard } from "@tiffin/ui/push/push-card";
import { Switch } from "@tiffin/ui/switch";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import { Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTickets } from "../board/tickets-context.tsx";
import { bell as counterBell } from "../sound/bell.ts";
import { useKitchen } from "./kitchen-context.tsx";
import { MinutesStepper } from "./minutes-stepper.tsx";
import { OrderCap } from "./order-cap.tsx";
import { useSlowChange } from "./use-slow-change.ts";
import { useUpdateKitchen } from "./use-update-kitchen.ts";

/** How this restaurant and this tablet work. */
export function Settings() {
  const t = useTranslations("settings");
  const { home, kitchen } = useKitchen();
  const { update } = useUpdateKitchen();
  const { bell } = useTickets();
  const [prepMinutes, setPrepMinutes] = useSlowChange(kitchen.prepMinutes, (next) => update({ prepMinutes: next }));
  const [answerSeconds, setAnswerSeconds] = useSlowChange(kitchen.answerWindowSeconds, (next) =>
    update({ answerWindowSeconds: next }),
  );
  const { logout } = useSession();
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} lead={t("signedInAs", { name: home.name, kitchen: kitchen.name })} />
      <div className="flex flex-col gap-8">
        <Setting title={t("prep")} hint={t("prepHint")}>
          <div className="max-w-72">
            <MinutesStepper label={t("prep")} value={prepMinutes} onChange={setPrepMinutes} />
          </div>
        </Setting>
        <Setting title={t("answer")} hint={t("answerHint")}>
          <div className="max-w-72">
            <MinutesStepper
              label={t("answer")}
              value={Math.round(answerSeconds / 60)}
              onChange={(minutes) => setAnswerSeconds(minutes * 60)}
              step={1}
              least={1}
              most={30}
            />
          </div>
        </Setting>
        <Setting title={t("cap")} hint={t("capHint")}>
          <OrderCap key={kitchen.id} kitchen={kitchen} update={update} />
        </Setting>
        <Setting title={t("sound")} hint={t("soundHint")}>
          <div className="flex flex-wrap items-center gap-4">
            <Switch size="lg" label={t("ring")} checked={!bell.muted} onChange={(on) => bell.setMuted(!on)} />
            <Button
              tone="outline"
              icon={<Volume2 aria-hidden className="size-5" />}
              disabled={bell.state === "unsupported"}
              onClick={() => void counterBell.try()}
            >
              {t("tryBell")}
            </Button>
          </div>
          {bell.state === "unsupported" ? (
            <p className="mt-2 font-semibold text-danger">{t("bellUnsupported")}</p>
          ) : null}
        </Setting>
        <Setting title={t("push")}>
          <PushCard title={t("pushTitle")} body={t("pushBody")} showOn />
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
