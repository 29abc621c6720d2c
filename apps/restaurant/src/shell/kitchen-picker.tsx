"use client";

import { Select } from "@tiffin/ui/select";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";

/** The restaurant's name; a choice for those who work for several. */
export function KitchenPicker() {
  const t = useTranslations("shell");
  const { home, kitchen, choose } = useKitchen();
  if (home.kitchens.length === 1) {
    return <p className="truncate text-base font-semibold lg:text-lg">{kitchen.name}</p>;
  }
  return (
    <Select
      label={t("restaurant")}
      look="pill"
      value={kitchen.id}
      onChange={choose}
      options={home.kitchens.map(({ id, name }) => ({ value: id, label: name }))}
      className="h-11 max-w-72 min-w-0 text-base font-semibold [&>span:first-child]:truncate"
    />
  );
}
