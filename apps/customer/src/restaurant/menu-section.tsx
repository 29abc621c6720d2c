"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { cn } from "@tiffin/ui/lib/cn";
import { useEffect, useRef } from "react";
import type { Section } from "./menu-filter.ts";
import { MenuItemRow } from "./menu-item.tsx";
import type { MenuCart } from "./use-menu-cart.ts";

/** A section of the menu. The dish that a link means is brought into sight and marked. */
export function MenuSection({
  section,
  timeZone,
  cart,
  orderable,
  linked,
  first,
  onChoose,
}: {
  section: Section;
  timeZone: string;
  cart: MenuCart;
  orderable: boolean;
  linked: string;
  first: boolean;
  onChoose: (item: MenuItem) => void;
}) {
  const meant = useRef<HTMLLIElement>(null);
  useEffect(() => {
    meant.current?.scrollIntoView({ block: "center" });
  }, []);
  const titleId = `title-${section.id}`;
  return (
    <section
      id={`section-${section.id}`}
      aria-labelledby={titleId}
      tabIndex={-1}
      className={cn("scroll-mt-36 outline-none lg:scroll-mt-20", first ? "pt-5" : "pt-7")}
    >
      <h2 id={titleId} className="display flex items-baseline gap-2 text-xl">
        {section.name}
        <span className="tabular font-sans text-sm font-medium tracking-normal text-ink-faint">
          {section.items.length}
        </span>
      </h2>
      <ul className="divide-y divide-dashed">
        {section.items.map((item) => (
          <li
            key={item.id}
            ref={item.id === linked ? meant : undefined}
            aria-current={item.id === linked ? "true" : undefined}
            className="scroll-mt-36 aria-[current]:-mx-3 aria-[current]:rounded-2xl aria-[current]:bg-turmeric-tint aria-[current]:px-3"
          >
            <MenuItemRow
              item={item}
              timeZone={timeZone}
              count={cart.countOf(item)}
              orderable={orderable}
              onAdd={() => (item.optionGroups.length > 0 ? onChoose(item) : cart.add(item))}
              onCount={(quantity) => cart.setCount(item, quantity)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
