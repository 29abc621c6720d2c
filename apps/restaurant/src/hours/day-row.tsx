"use client";

import { Button } from "@tiffin/ui/button";
import { IconButton } from "@tiffin/ui/icon-button";
import { Input } from "@tiffin/ui/input";
import { Copy, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { canAdd, type DraftIssue, type DraftRange, nextRange, spanOf } from "./week-draft.ts";

/** One day: its ranges, or that it is closed. */
export function DayRow({
  name,
  ranges,
  issues,
  onChange,
  onCopy,
}: {
  name: string;
  ranges: readonly DraftRange[];
  issues: ReadonlyMap<string, DraftIssue>;
  onChange: (ranges: readonly DraftRange[]) => void;
  onCopy: () => void;
}) {
  const t = useTranslations("hours");
  const id = useId();
  const change = (changed: DraftRange) => onChange(ranges.map((each) => (each.id === changed.id ? changed : each)));
  return (
    <li aria-labelledby={id} className="flex flex-wrap items-start gap-x-6 gap-y-3 p-3 sm:p-4">
      <h3 id={id} className="w-28 pt-2.5 text-lg font-semibold">
        {name}
      </h3>
      <div className="flex min-w-64 flex-1 flex-col gap-3">
        {ranges.length === 0 ? <p className="pt-2.5 text-ink-soft">{t("closed")}</p> : null}
        {ranges.map((range, index) => (
          <RangeRow
            key={range.id}
            range={range}
            // Said to who can't see the row it stands in.
            where={{ day: name, number: index + 1 }}
            issue={issues.get(range.id)}
            onChange={change}
            onRemove={() => onChange(ranges.filter((each) => each.id !== range.id))}
          />
        ))}
      </div>
      <div className="flex gap-2">
        <Button
          tone="outline"
          icon={<Plus aria-hidden className="size-5" />}
          disabled={!canAdd(ranges)}
          aria-label={t("addTo", { day: name })}
          onClick={() => onChange([...ranges, nextRange(ranges)])}
        >
          {t("add")}
        </Button>
        <IconButton label={t("copyFrom", { day: name })} onClick={onCopy}>
          <Copy aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function RangeRow({
  range,
  where,
  issue,
  onChange,
  onRemove,
}: {
  range: DraftRange;
  where: { day: string; number: number };
  issue: DraftIssue | undefined;
  onChange: (range: DraftRange) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("hours");
  const span = spanOf(range);
  return (
    <div role="group" aria-label={t("range", where)} className="flex flex-col gap-1">
      <div className="flex items-center gap-1 sm:gap-2">
        <Input
          type="time"
          label={t("opens")}
          hideLabel
          value={range.opens}
          aria-invalid={issue === undefined ? undefined : true}
          onChange={(event) => onChange({ ...range, opens: event.target.value })}
          className="min-w-0 flex-1 sm:w-36 sm:flex-none"
        />
        <span aria-hidden>–</span>
        <Input
          type="time"
          label={t("closes")}
          hideLabel
          value={range.closes}
          aria-invalid={issue === undefined ? undefined : true}
          onChange={(event) => onChange({ ...range, closes: event.target.value })}
          className="min-w-0 flex-1 sm:w-36 sm:flex-none"
        />
        <IconButton label={t("remove", where)} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {issue === undefined ? (
        span === "same-day" ? null : (
          <p className="text-sm text-ink-faint">{t(span === "whole-day" ? "wholeDay" : "pastMidnight")}</p>
        )
      ) : (
        <p role="alert" className="text-sm text-danger">
          {t(issue)}
        </p>
      )}
    </div>
  );
}
