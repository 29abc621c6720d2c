"use client";

import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId } from "react";

/** Asks once more, with what has to be said about it; the button says what will happen, a refusal stands above it. */
export function ActionDialog({
  title,
  description,
  confirm,
  tone = "primary",
  kind = "dialog",
  busy,
  ready,
  problem,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  description: string;
  confirm: string;
  tone?: "primary" | "danger";
  kind?: "dialog" | "sheet";
  busy: boolean;
  /** Whether all that is needed has been said. */
  ready: boolean;
  problem: string | null;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("ops");
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onConfirm();
  };
  return (
    <Dialog
      kind={kind}
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={title}
      description={description}
      footer={
        <div className="pb-4">
          {problem ? (
            <p role="alert" className="mb-3 flex items-start gap-2 text-sm font-semibold text-danger">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {problem}
            </p>
          ) : null}
          <div className="flex justify-end gap-3">
            <Button tone="outline" onClick={onClose}>
              {t("keep")}
            </Button>
            <Button type="submit" form={form} tone={tone} busy={busy} disabled={!ready}>
              {confirm}
            </Button>
          </div>
        </div>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pt-1">
        {children}
      </form>
    </Dialog>
  );
}

/** Why: one of the usual reasons at a press, or the operator's own words. */
export function ReasonField({
  label,
  hint,
  usual,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  usual: readonly string[];
  value: string;
  onChange: (reason: string) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <Input
        label={label}
        hint={hint}
        value={value}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        {usual.map((reason) => (
          <button
            key={reason}
            type="button"
            aria-pressed={value === reason}
            onClick={() => onChange(reason)}
            className="min-h-11 rounded-full border-[length:var(--border-weight)] bg-surface px-3 text-sm text-ink-soft transition hover:border-line-strong hover:text-ink aria-pressed:border-leaf aria-pressed:bg-leaf-tint aria-pressed:text-leaf-ink"
          >
            {reason}
          </button>
        ))}
      </div>
    </div>
  );
}
