"use client";

import { IconButton } from "@tiffin/ui/icon-button";
import { cn } from "@tiffin/ui/lib/cn";
import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { forgetSearches, rememberSearch, useRecentSearches } from "./recent-searches.ts";
import { type Suggestion, suggestionGroups } from "./suggestion-list.ts";
import { SuggestionPopover } from "./suggestion-popover.tsx";
import { useSearchState } from "./use-search-state.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** What to eat or from whom: the list below follows each letter, and a combobox offers kitchens, dishes and cuisines. */
export function SearchBox({ className }: { className?: string }) {
  const t = useTranslations("search");
  const router = useRouter();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [{ q }, change] = useSearchState();
  const [open, setOpen] = useState(false);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const recent = useRecentSearches();
  const found = useSuggestions(q, open);

  const groups = open ? suggestionGroups(q, recent, found) : [];
  const lines = groups.flatMap((group) => group.lines);
  const shown = lines.length > 0;
  const active = lines.findIndex((line) => line.key === activeKey);

  const close = () => {
    setOpen(false);
    setActiveKey(null);
  };
  const take = (line: Suggestion) => {
    if (line.kind === "forget") {
      forgetSearches();
      return setActiveKey(null);
    }
    close();
    if (line.kind === "recent") {
      rememberSearch(line.words);
      return change({ q: line.words });
    }
    rememberSearch(line.name);
    if (line.kind === "dish") return change({ q: line.name });
    if (line.kind === "cuisine") return change({ q: null, cuisine: [line.name] });
    router.push(`/restaurants/${line.id}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        setOpen(true);
        if (!shown) return;
        // One step beyond either end is the field itself, with what was typed.
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = (active + 1 + step + lines.length + 1) % (lines.length + 1);
        return setActiveKey(lines[next - 1]?.key ?? null);
      }
      case "Enter": {
        event.preventDefault();
        const line = lines[active];
        if (line) return take(line);
        rememberSearch(q);
        return close();
      }
      case "Escape": {
        if (shown) return close();
        return q ? change({ q: null }) : undefined;
      }
      case "Tab":
        return close();
    }
  };

  return (
    <search className={cn("relative block", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-4 z-1 size-5 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        role="combobox"
        aria-label={t("label")}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        value={q}
        placeholder={t("placeholder")}
        onChange={(event) => {
          change({ q: event.target.value || null });
          setActiveKey(null);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
        className="h-13 w-full rounded-full border-[length:var(--border-weight)] border-line-strong/50 bg-surface pr-14 pl-12 text-base shadow-lift-1 transition placeholder:text-ink-faint hover:border-line-strong focus:border-leaf focus:shadow-lift-2 focus:outline-3 focus:outline-offset-0 focus:outline-leaf/25"
      />
      {q ? (
        <IconButton
          size="sm"
          label={t("clear")}
          className="absolute top-1 right-1"
          onClick={() => {
            change({ q: null });
            input.current?.focus();
          }}
        >
          <X aria-hidden />
        </IconButton>
      ) : null}
      <SuggestionPopover id={listId} groups={groups} typed={q} active={active} onTake={take} />
      <p role="status" className="sr-only">
        {shown && q.trim() ? t("suggestionCount", { count: lines.length }) : ""}
      </p>
    </search>
  );
}
