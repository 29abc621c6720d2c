"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Whether somebody is writing, so that a letter is a letter. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `j` and `k` go down and up the links of a list, as arrows do once one of them has the focus. */
export function useListKeys<T extends HTMLElement>(): RefObject<T | null> {
  const list = useRef<T>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog]")) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>("a[href]") ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
      if (isArrow ? at < 0 : event.key !== "j" && event.key !== "k") return;
      const step = event.key === "j" || event.key === "ArrowDown" ? 1 : -1;
      const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return list;
}

/** `/` begins a search. */
export function useSearchKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [input]);
}
