"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { codeOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { FilterChip } from "@tiffin/ui/chip";
import { Sheet } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { PinMap } from "@tiffin/ui/map/pin-map";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";

const labels = ["home", "work", "other"] as const;

/** A new address: the pin first, since it is the pin that the rider follows; then the words for the door. */
export function AddressDialog({
  citySlug,
  onClose,
  onSaved,
}: {
  citySlug: string | null;
  onClose: () => void;
  onSaved: (address: Address) => void;
}) {
  const t = useTranslations("address");
  const formId = useId();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { place, cities } = usePlace();
  const city = cities.find((one) => one.slug === (citySlug ?? place?.citySlug)) ?? cities[0];
  const nearby = place && place.citySlug === city?.slug ? { lat: place.lat, lng: place.lng } : city?.location;
  const [moved, setMoved] = useState<{ lat: number; lng: number } | null>(null);
  const pin = moved ?? nearby ?? null;
  const [label, setLabel] = useState<string>(t("labels.home"));
  const [line1, setLine1] = useState("");
  const [notes, setNotes] = useState("");
  const [tried, setTried] = useState(false);
  const save = useMutation(
    trpc.addresses.create.mutationOptions({
      async onSuccess(address) {
        await queryClient.invalidateQueries({ queryKey: trpc.addresses.list.queryKey() });
        onSaved(address);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!pin || !line1.trim() || !label.trim()) return;
    save.mutate({
      label: label.trim(),
      line1: line1.trim(),
      location: pin,
      ...(notes.trim() ? { notes: notes.trim() } : {}),
    });
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("pinHint")}
      footer={
        <Button type="submit" form={formId} size="lg" wide busy={save.isPending}>
          {t("save")}
        </Button>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-5" noValidate>
        {pin && city?.hasStreets !== false && city ? (
          <PinMap
            citySlug={city.slug}
            value={pin}
            onChange={setMoved}
            alternative={t("pinAt", { lat: pin.lat.toFixed(4), lng: pin.lng.toFixed(4) })}
            attribution={city.attribution}
            className="h-56 rounded-xl border sm:h-64"
          />
        ) : null}
        <Input
          label={t("line1")}
          placeholder={t("line1Placeholder")}
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
        {save.isError ? (
          <p role="alert" className="text-sm text-danger">
            {codeOf(save.error) === "NETWORK" ? t("offline") : save.error.message}
          </p>
        ) : null}
      </form>
    </Sheet>
  );
}
