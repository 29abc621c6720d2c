"use client";

import { useTranslations } from "next-intl";
import { BigStepper } from "./big-stepper.tsx";

/** Minutes: in fives up to two hours, unless told otherwise. */
export function MinutesStepper({
  label,
  value,
  onChange,
  step = 5,
  least = 5,
  most = 120,
}: {
  label: string;
  value: number;
  onChange: (minutes: number) => void;
  step?: number;
  least?: number;
  most?: number;
}) {
  const t = useTranslations("minutes");
  return (
    <BigStepper
      label={label}
      less={t("less")}
      more={t("more")}
      value={value}
      onChange={onChange}
      step={step}
      least={least}
      most={most}
    >
      {t("count", { minutes: value })}
    </BigStepper>
  );
}
