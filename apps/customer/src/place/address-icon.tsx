"use client";

import { BriefcaseBusiness, House, MapPin } from "lucide-react";
import { useTranslations } from "next-intl";

/** A label is the word that its customer chose, in the language of that day; "Work" is also what others write. */
export function AddressIcon({ label, className }: { label: string; className?: string }) {
  const t = useTranslations("address.labels");
  const Icon =
    label === t("work") || label === "Work"
      ? BriefcaseBusiness
      : label === t("other") || label === "Other"
        ? MapPin
        : House;
  return <Icon aria-hidden className={className} />;
}
