"use client";

import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";

export function LoginNeeded({ next }: { next: string }) {
  const t = useTranslations("login");
  return (
    <EmptyState
      art={<SpotArt kind="empty-tiffin" />}
      title={t("neededTitle")}
      action={
        <Button asChild size="lg">
          <Link href={`/login?next=${encodeURIComponent(next)}`}>{t("go")}</Link>
        </Button>
      }
    >
      {t("neededBody")}
    </EmptyState>
  );
}
