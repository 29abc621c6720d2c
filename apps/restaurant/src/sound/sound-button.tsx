"use client";

import { IconButton } from "@tiffin/ui/icon-button";
import { Bell, BellOff, BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTickets } from "../board/tickets-context.tsx";

/** Turns this tablet's bell off and on. */
export function SoundButton() {
  const t = useTranslations("sound");
  const { bell, unseen } = useTickets();
  const silent = bell.muted || bell.state !== "ready";
  const Icon = silent ? BellOff : unseen.size > 0 ? BellRing : Bell;
  return (
    <IconButton
      label={t(silent ? "turnOn" : "turnOff")}
      aria-pressed={!silent}
      onClick={() => {
        bell.unlock();
        bell.setMuted(!silent);
      }}
      className={silent ? "text-tamarind-ink" : undefined}
    >
      <Icon aria-hidden />
    </IconButton>
  );
}
