"use client";

import { Button } from "@tiffin/ui/button";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

/** Chromium's offer to install, which no type library knows (https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent). */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

let offered: InstallPrompt | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const changed of listeners) changed();
};
if (typeof window !== "undefined") {
  window.addEventListener("beforeinstallprompt", (event) => {
    // Asked where the rider looks for it, not over an offer.
    event.preventDefault();
    offered = event as InstallPrompt;
    tell();
  });
  window.addEventListener("appinstalled", () => {
    offered = null;
    tell();
  });
}

/** Shown only where the browser would install it and has not yet. */
export function InstallCard() {
  const t = useTranslations("settings.install");
  const prompt = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => offered,
    () => null,
  );
  if (prompt === null) return null;
  return (
    <section className="flex items-center gap-4 rounded-xl border-[length:var(--border-weight)] bg-surface p-4">
      <Download aria-hidden className="size-6 shrink-0 text-leaf-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{t("title")}</p>
        <p className="text-sm text-ink-soft">{t("body")}</p>
      </div>
      <Button
        onClick={() => {
          // One prompt can be shown once.
          offered = null;
          void prompt.prompt().finally(tell);
        }}
      >
        {t("action")}
      </Button>
    </section>
  );
}
