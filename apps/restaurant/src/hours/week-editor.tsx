"use client";

import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import { Button } from "@tiffin/ui/button";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { CopyDialog } from "./copy-dialog.tsx";
import { DayRow } from "./day-row.tsx";
import { changeDay, copyDay, draftOf, readDraft, type WeekDraft } from "./week-draft.ts";
import { weekdayNames } from "./weekdays.ts";

/** The week as staff edit it: nothing is saved until they say so, and what can't be kept says why where it stands. */
export function WeekEditor({
  hours,
  saving,
  onSave,
}: {
  hours: readonly OpeningRange[];
  saving: boolean;
  onSave: (hours: OpeningRange[]) => Promise<void>;
}) {
  const t = useTranslations("hours");
  const headingId = useId();
  const names = weekdayNames(useLocale());
  /** Null while it is as it was saved. */
  const [edited, setEdited] = useState<WeekDraft | null>(null);
  const [copying, setCopying] = useState<number | null>(null);
  const draft = edited ?? draftOf(hours);
  const { hours: meant, issues } = readDraft(draft);
  useLeaveWarning(edited !== null);

  const save = async () => {
    const saved = await onSave(meant).then(
      () => true,
      () => false,
    );
    // What was refused stays to be tried again; that it was is said already.
    if (saved) setEdited(null);
  };
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className="display mb-3 text-2xl">
        {t("week")}
      </h2>
      <ul className="divide-y rounded-xl border-[length:var(--border-weight)] bg-surface">
        {draft.map((ranges, day) => (
          <DayRow
            key={names[day]}
            name={names[day]!}
            ranges={ranges}
            issues={issues}
            onChange={(next) => setEdited(changeDay(draft, day, next))}
            onCopy={() => setCopying(day)}
          />
        ))}
      </ul>
      {edited === null ? null : (
        <div
          role="group"
          aria-label={t("unsaved")}
          className="sticky bottom-4 z-20 mt-4 flex flex-wrap items-center justify-end gap-3 rounded-2xl bg-raised p-4 shadow-lift-3"
        >
          <p role="status" className="mr-auto text-ink-soft">
            {issues.size > 0 ? t("fixFirst") : t("unsaved")}
          </p>
          <Button tone="outline" size="lg" onClick={() => setEdited(null)}>
            {t("discard")}
          </Button>
          <Button size="lg" busy={saving} disabled={issues.size > 0} onClick={() => void save()}>
            {t("save")}
          </Button>
        </div>
      )}
      {copying === null ? null : (
        <CopyDialog
          names={names}
          from={copying}
          onClose={() => setCopying(null)}
          onCopy={(days) => {
            setEdited(copyDay(draft, copying, days));
            setCopying(null);
          }}
        />
      )}
    </section>
  );
}

/** The browser asks before it leaves a page with changes that nobody saved. */
function useLeaveWarning(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
