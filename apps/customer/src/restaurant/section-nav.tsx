"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { useReducedMotion } from "@tiffin/ui/app/preferences";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useCurrentSection } from "./use-current-section.ts";

/** The menu's sections: a rail that sticks under the header on phones, a list at the side from `lg` up. */
export function SectionNav({ sections }: { sections: Menu["sections"] }) {
  const t = useTranslations("restaurant");
  const list = useRef<HTMLUListElement>(null);
  const reducedMotion = useReducedMotion();
  const current = useCurrentSection(sections.map((section) => section.id));

  // Keeps the current one in sight on the rail, without moving the page.
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    if (!link || !list.current) return;
    list.current.scrollTo({
      left: link.offsetLeft - list.current.clientWidth / 2 + link.clientWidth / 2,
      behavior: "smooth",
    });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the rail follows the current section
  }, [current]);

  return (
    <nav
      aria-label={t("sections")}
      className="max-lg:sticky max-lg:top-16 max-lg:z-20 max-lg:-mx-4 max-lg:border-b max-lg:bg-paper/95 max-lg:backdrop-blur sm:max-lg:mx-0"
    >
      <ul
        ref={list}
        className="no-scrollbar relative flex gap-1 overflow-x-auto px-4 py-2 lg:sticky lg:top-24 lg:max-h-[calc(100dvh-8rem)] lg:flex-col lg:overflow-y-auto lg:px-0 lg:py-0"
      >
        {sections.map((section) => (
          <li key={section.id} className="shrink-0">
            <a
              href={`#section-${section.id}`}
              onClick={(event) => {
                // Not by the address bar: "back" shall leave the menu, not leaf through it.
                event.preventDefault();
                goTo(section.id, reducedMotion);
              }}
              aria-current={current === section.id ? "true" : undefined}
              className="flex min-h-11 items-center justify-between gap-2 rounded-full px-3.5 text-sm font-medium text-ink-soft transition hover:bg-sunken aria-[current]:bg-leaf-tint aria-[current]:font-semibold aria-[current]:text-leaf-ink lg:rounded-lg lg:py-2"
            >
              {section.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The keyboard goes on from the section, as it would after a link. */
function goTo(id: string, reducedMotion: boolean): void {
  const section = document.getElementById(`section-${id}`);
  section?.scrollIntoView({ behavior: reducedMotion ? "auto" : "smooth", block: "start" });
  section?.focus({ preventScroll: true });
}
