"use client";

import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";

/** Nothing on this menu fits; when only the vegetarian switch is in the way, that is said. */
export function NoDish({
  words,
  onlyVegMissing,
  onWithoutVeg,
  onAll,
}: {
  words: string;
  onlyVegMissing: boolean;
  onWithoutVeg: () => void;
  onAll: () => void;
}) {
  const t = useTranslations("restaurant");
  return (
    <EmptyState
      art={<SpotArt kind="no-match" />}
      title={onlyVegMissing && words ? t("noVegDish", { q: words }) : t("noDish", { q: words })}
      action={
        <>
          {onlyVegMissing ? <Button onClick={onWithoutVeg}>{t("withoutVeg")}</Button> : null}
          <Button tone="outline" onClick={onAll}>
            {t("showAll")}
          </Button>
        </>
      }
    />
  );
}
