"use client";

import { Button } from "@tiffin/ui/button";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef } from "react";

/**
 * Fetches on when it comes near; the button is there for keyboards, and for when a page did not come. Stands anew after
 * each page (give it a `key`): it looks again whether it is near, and nothing on the screen has moved.
 */
export function MoreResults({
  busy,
  failed,
  onMore,
}: {
  busy: boolean;
  failed: boolean;
  onMore: (byHand: boolean) => void;
}) {
  const t = useTranslations("search");
  const box = useRef<HTMLDivElement>(null);
  const near = useEffectEvent(() => {
    // After a failure only a person asks again: the end of the list stays in sight, and would ask forever.
    if (!busy && !failed) onMore(false);
  });
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near(), { rootMargin: "600px" });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="flex flex-col items-center gap-3 pt-10">
      {failed ? (
        <p role="alert" className="text-sm text-danger">
          {t("moreFailed")}
        </p>
      ) : null}
      <Button tone="outline" busy={busy} onClick={() => onMore(true)}>
        {failed ? t("moreRetry") : t("more")}
      </Button>
    </div>
  );
}
