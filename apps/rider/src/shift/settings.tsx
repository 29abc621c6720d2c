"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { Page, PageTitle } from "@tiffin/ui/page";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

export function Settings() {
  const t = useTranslations("settings");
  const { logout } = useSession();
  const trpc = useTRPC();
  const me = useQuery(trpc.session.me.queryOptions());
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} lead={me.data ? t("signedInAs", { name: me.data.name }) : undefined} />
      <div className="flex flex-col gap-8">
        <div>
          <h2 className="mb-2 font-semibold">{t("appearance")}</h2>
          <ThemeToggle themes={["system", "light", "dark", "contrast"]} />
          <p className="mt-2 text-sm text-ink-soft">{t("appearanceHint")}</p>
        </div>
        <div>
          <h2 className="mb-2 font-semibold">{t("language")}</h2>
          <LanguageSwitch />
        </div>
        <div>
          <Button tone="danger-quiet" onClick={() => void logout()}>
            {t("logout")}
          </Button>
        </div>
      </div>
    </Page>
  );
}
