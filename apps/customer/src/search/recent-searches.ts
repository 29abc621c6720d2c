"use client";

import { useSyncExternalStore } from "react";
import { z } from "zod";

const storageKey = "tiffin.customer.recent-searches.v1";
const most = 6;
const listSchema = z.array(z.string().min(1).max(200)).max(most);
const none: readonly string[] = [];

let current: readonly string[] | null = null;
const listeners = new Set<() => void>();

function read(): readonly string[] {
  if (current) return current;
  try {
    current = listSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? "[]"));
  } catch {
    current = none;
  }
  return current;
}

function write(next: readonly string[]): void {
  current = next;
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // A full or forbidden store: they are remembered until the page is left.
  }
  for (const listener of listeners) listener();
}

/** The newest first; the same words in another case are the same search. */
export function withSearch(list: readonly string[], words: string): readonly string[] {
  const kept = words.trim().replaceAll(/\s+/g, " ").slice(0, 200);
  if (kept.length < 2) return list;
  return [kept, ...list.filter((one) => one.toLowerCase() !== kept.toLowerCase())].slice(0, most);
}

export const rememberSearch = (words: string): void => write(withSearch(read(), words));
export const forgetSearches = (): void => write(none);

/** What was searched for in this browser before; empty on the server. */
export const useRecentSearches = (): readonly string[] =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    read,
    () => none,
  );
