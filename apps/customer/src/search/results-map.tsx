"use client";

import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { RestaurantCard as Card } from "@tiffin/domain/wire/restaurants";
import { Button } from "@tiffin/ui/button";
import { useMediaQuery } from "@tiffin/ui/app/preferences";
import { cn } from "@tiffin/ui/lib/cn";
import { CityMap, type MapArea, type MapPlace, type Stop } from "@tiffin/ui/map/city-map";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { usePlace } from "../place/place-provider.tsx";
import { isAway } from "./kitchen-state.ts";
import { MapCard } from "./map-card.tsx";
import { MoreResults } from "./more-results.tsx";
import { widestRadiusKm } from "./search-state.ts";
import type { Search as SearchAnswer } from "./use-search.ts";
import { usePlaceInList } from "./use-place-in-list.ts";
import { useSearchState } from "./use-search-state.ts";

const widePadding = { top: 72, bottom: 64, left: 48, right: 48 };
/** The cards lie over the map's foot. */
const narrowPadding = { top: 72, bottom: 152, left: 40, right: 40 };

/** So many are fetched for the map by itself; more of them come by the list's button. */
const mapHolds = 144;

/** The kitchens on the map, with their list beside it (on phones: as cards over its foot). */
export function ResultsMap({ search, cards }: { search: SearchAnswer; cards: readonly Card[] }) {
  const t = useTranslations("search");
  const { pages, asked } = search;
  const { place, centre, elsewhere, cities } = usePlace();
  const [, change] = useSearchState();
  const [selected, setSelected] = useState<string | null>(null);
  const [area, setArea] = useState<MapArea | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  usePlaceInList(list);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData, fetchNextPage } = pages;
  const fetchesOn =
    hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData && cards.length < mapHolds;
  useEffect(() => {
    if (fetchesOn) void fetchNextPage();
  }, [fetchesOn, fetchNextPage]);

  const wide = useMediaQuery("(min-width: 64rem)");
  // On phones the map fills what the header leaves: it is brought there once, when it is opened.
  useEffect(() => {
    if (matchMedia("(max-width: 63.99rem)").matches) box.current?.scrollIntoView({ block: "start" });
  }, []);

  const places = useMemo(
    () =>
      cards.map((card): MapPlace => ({ id: card.id, location: card.location, label: card.name, muted: isAway(card) })),
    [cards],
  );
  const stops = useMemo(
    (): Stop[] =>
      place && !elsewhere
        ? [{ id: "home", kind: "home", location: { lat: place.lat, lng: place.lng }, label: place.label }]
        : [],
    [elsewhere, place],
  );
  // What was asked for, without where: a search of the shown area must not move the map from under the finger.
  const { lat: _lat, lng: _lng, radiusKm: _radius, ...wish } = asked;
  const fitKey = useLastSettled(JSON.stringify(wish), isPlaceholderData);

  const select = (id: string | null) => {
    setSelected(id);
    const card = id ? list.current?.querySelector(`[data-kitchen="${CSS.escape(id)}"]`) : null;
    card?.scrollIntoView({ block: "nearest", inline: "center" });
  };
  const moved =
    area !== null && centre !== null && distanceMeters(area.center, centre) > Math.max(200, area.reachMeters * 0.25);
  const searchHere = () => {
    if (!area) return;
    const km = Math.min(widestRadiusKm, Math.max(0.5, Math.round(area.reachMeters / 100) / 10));
    change({ at: area.center, km });
    setArea(null);
    setSelected(null);
  };
  if (!centre?.citySlug) return null;
  const total = pages.data?.pages[0]?.total ?? 0;
  const [best] = cards;
  return (
    <div
      ref={box}
      className="relative -mx-4 scroll-mt-32 sm:mx-0 lg:grid lg:grid-cols-[24rem_minmax(0,1fr)] lg:gap-6"
      aria-busy={isPlaceholderData}
    >
      <CityMap
        citySlug={centre.citySlug}
        center={centre}
        zoom={13.5}
        stops={stops}
        places={places}
        selectedPlace={selected}
        onSelectPlace={select}
        onArea={setArea}
        fitKey={fitKey}
        attribution={cities.find((city) => city.slug === centre.citySlug)?.attribution ?? null}
        alternative={t("mapAlternative", { count: total, name: best?.name ?? "" })}
        padding={wide ? widePadding : narrowPadding}
        className="h-[calc(100dvh-18.5rem)] min-h-80 sm:rounded-2xl lg:sticky lg:top-20 lg:order-2 lg:h-[calc(100dvh-6.5rem)]"
        overlay={
          moved || total === 0 ? (
            <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex flex-col items-center gap-2">
              {total === 0 && !isPlaceholderData ? (
                <p className="rounded-full bg-ink px-4 py-2 text-sm font-semibold text-paper">{t("nothingHere")}</p>
              ) : null}
              {moved ? (
                <Button
                  size="sm"
                  tone="outline"
                  className="pointer-events-auto shadow-lift-2"
                  icon={<Search aria-hidden className="size-4" />}
                  onClick={searchHere}
                >
                  {t("searchArea")}
                </Button>
              ) : null}
            </div>
          ) : null
        }
      />
      <div className="min-w-0 max-lg:absolute max-lg:inset-x-0 max-lg:bottom-3 max-lg:z-10 lg:order-1">
        <ul
          ref={list}
          aria-labelledby="results-title"
          className={cn(
            "no-scrollbar flex gap-3 max-lg:snap-x max-lg:snap-mandatory max-lg:overflow-x-auto max-lg:scroll-px-4 max-lg:px-4 max-lg:pb-1 lg:flex-col",
            isPlaceholderData && "opacity-60 transition-opacity delay-200",
          )}
        >
          {cards.map((card) => (
            <li key={card.id} className="max-lg:w-[min(20rem,84vw)] max-lg:shrink-0 max-lg:snap-center">
              <MapCard card={card} words={asked.q ?? ""} selected={card.id === selected} onPoint={setSelected} />
            </li>
          ))}
        </ul>
        {hasNextPage && cards.length >= mapHolds && !isPlaceholderData ? (
          <div className="max-lg:hidden">
            <p className="pt-4 text-center text-sm text-ink-faint">{t("mapShows", { count: cards.length, total })}</p>
            <MoreResults
              key={cards.length}
              busy={isFetchingNextPage}
              failed={isFetchNextPageError}
              onMore={() => void fetchNextPage()}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** The last key that stood for an answer rather than for waiting. */
function useLastSettled(key: string, waiting: boolean): string {
  const [settled, setSettled] = useState(key);
  if (!waiting && settled !== key) setSettled(key);
  return settled;
}
