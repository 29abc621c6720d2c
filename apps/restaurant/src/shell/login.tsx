"use client";

import { LoginForm } from "@tiffin/ui/app/login-form";
import { Page, PageTitle } from "@tiffin/ui/page";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { useTranslations } from "next-intl";

export function Login({ demo }: { demo: DemoLogin | null }) {
  const t = useTranslations("login");
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} lead={t("lead")} />
      <LoginForm demo={demo} />
    </Page>
  );
}
