"use client";

import { FilterChip } from "@tiffin/ui/chip";
import { Input } from "@tiffin/ui/input";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";

const labels = ["home", "work", "other"] as const;
type Words = { label: string; line1: string; notes?: string };

/** What the pin can't say: the flat, the gate, and what the place is called. */
export function AddressForm({
  id,
  street,
  problem,
  onSubmit,
}: {
  id: string;
  street: string | null;
  problem: string | null;
  onSubmit: (words: Words) => void;
}) {
  const t = useTranslations("address");
  const [label, setLabel] = useState<string>(t("labels.home"));
  const [line1, setLine1] = useState("");
  const [notes, setNotes] = useState("");
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!line1.trim()) return;
    onSubmit({ label, line1: line1.trim(), ...(notes.trim() ? { notes: notes.trim() } : {}) });
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-5" noValidate>
      <Input
        label={t("line1")}
        placeholder={t("line1Placeholder")}
        hint={street ? t("pinNear", { street }) : undefined}
        autoComplete="street-address"
        maxLength={200}
        value={line1}
        onChange={(event) => setLine1(event.target.value)}
        error={tried && !line1.trim() ? t("line1Missing") : undefined}
      />
      <Input
        label={t("notes")}
        placeholder={t("notesPlaceholder")}
        maxLength={300}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
      <div role="group" aria-label={t("label")} className="flex flex-wrap gap-2">
        {labels.map((key) => (
          <FilterChip
            key={key}
            pressed={label === t(`labels.${key}`)}
            className="h-11 px-5"
            onClick={() => setLabel(t(`labels.${key}`))}
          >
            {t(`labels.${key}`)}
          </FilterChip>
        ))}
      </div>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
