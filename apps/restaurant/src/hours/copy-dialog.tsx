"use client";

import { Button } from "@tiffin/ui/button";
import { FilterChip } from "@tiffin/ui/chip";
import { Dialog } from "@tiffin/ui/dialog";
import { useTranslations } from "next-intl";
import { useState } from "react";

/** To which days a day's hours are copied; all the others at first. */
export function CopyDialog({
  names,
  from,
  onClose,
  onCopy,
}: {
  names: readonly string[];
  from: number;
  onClose: () => void;
  onCopy: (days: readonly number[]) => void;
}) {
  const t = useTranslations("hours");
  const others = names.map((_, day) => day).filter((day) => day !== from);
  const [chosen, setChosen] = useState<readonly number[]>(others);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("copyTitle", { day: names[from]! })}
      description={t("copyBody")}
      footer={
        <Button size="lg" wide disabled={chosen.length === 0} onClick={() => onCopy(chosen)}>
          {t("copy", { count: chosen.length })}
        </Button>
      }
    >
      <div className="flex flex-wrap gap-2">
        {others.map((day) => (
          <FilterChip
            key={day}
            pressed={chosen.includes(day)}
            onClick={() => setChosen(chosen.includes(day) ? chosen.filter((each) => each !== day) : [...chosen, day])}
          >
            {names[day]}
          </FilterChip>
        ))}
      </div>
    </Dialog>
  );
}
