import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("notFound");
  return (
    <EmptyState
      className="flex-1 justify-center"
      art={<SpotArt kind="no-match" />}
      title={t("title")}
      action={
        <Button asChild>
          <Link href="/">{t("home")}</Link>
        </Button>
      }
    >
      {t("body")}
    </EmptyState>
  );
}
