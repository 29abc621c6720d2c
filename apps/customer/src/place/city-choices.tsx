"use client";

import { distanceMeters } from "@tiffin/domain/geo/distance";
import { foldText } from "@tiffin/domain/search/text";
import { Input } from "@tiffin/ui/input";
import { Building2, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlaceChoice, PlaceGroup } from "./place-choice.tsx";
import { usePlace } from "./place-provider.tsx";

const most = 8;

/** The cities that are served, the nearest first; where there are many, by their name. */
export function CityChoices({ onDone }: { onDone: () => void }) {
  const t = useTranslations("place");
  const { place, cities, choose } = usePlace();
  const [words, setWords] = useState("");
  const wanted = foldText(words);
  const sorted = place
    ? cities.toSorted((a, b) => distanceMeters(a.location, place) - distanceMeters(b.location, place))
    : cities;
  const shown = sorted.filter((city) => foldText(city.name).includes(wanted)).slice(0, most);
  if (cities.length === 0) return null;
  return (
    <PlaceGroup title={t("cities")}>
      {cities.length > most ? (
        <Input
          className="px-3 py-1"
          label={t("findCity")}
          hideLabel
          type="search"
          placeholder={t("findCity")}
          leading={<Search aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      {shown.map((city) => (
        <PlaceChoice
          key={city.id}
          icon={<Building2 aria-hidden />}
          title={city.name}
          current={place?.addressId === null && place.label === city.name}
          onClick={() => {
            choose({ label: city.name, ...city.location, addressId: null });
            onDone();
          }}
        />
      ))}
      {shown.length === 0 ? <p className="px-3 py-2 text-sm text-ink-faint">{t("noSuchCity")}</p> : null}
    </PlaceGroup>
  );
}
