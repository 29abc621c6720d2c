"use client";

import { WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

function subscribe(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

export const useOnline = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );

/** A line at the top while there is no network; what is on the screen stays usable. */
export function OfflineBanner({ children }: { children?: React.ReactNode }) {
  const t = useTranslations("ui");
  const online = useOnline();
  return (
    <div role="status" aria-live="polite">
      {online ? null : (
        <p className="flex animate-rise items-center justify-center gap-2 bg-ink px-4 py-2.5 text-sm font-medium text-paper">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {children ?? t("offline")}
        </p>
      )}
    </div>
  );
}
