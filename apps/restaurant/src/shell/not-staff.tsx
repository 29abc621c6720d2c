"use client";

import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";

/** Logged in, but with a number that no restaurant has registered as its staff's. */
export function NotStaff() {
  const t = useTranslations("notStaff");
  const { logout } = useSession();
  return (
    <EmptyState
      art={<SpotArt kind="no-match" />}
      title={t("title")}
      action={<Button onClick={() => void logout()}>{t("action")}</Button>}
    >
      {t("body")}
    </EmptyState>
  );
}
