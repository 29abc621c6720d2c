"use client";

import { fieldClasses } from "@tiffin/ui/input";
import { cn } from "@tiffin/ui/lib/cn";
import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useSearchKey } from "./use-list-keys.ts";

/** Long enough that a word is asked for, and not each of its letters. */
const PAUSE_MS = 300;

/** A search that tells what was written once the hand rests; `/` leads to it. */
export function SearchField({
  label,
  value,
  onChange,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string | undefined;
}) {
  const input = useRef<HTMLInputElement>(null);
  useSearchKey(input);
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  // Somebody else changed it: the back button, "clear the filters".
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  const tell = useEffectEvent(() => {
    const next = typed.trim();
    if (next === told) return;
    setTold(next);
    onChange(next);
  });
  useEffect(() => {
    const timer = setTimeout(tell, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3.5 size-4.5 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={80}
        onChange={(event) => setTyped(event.target.value)}
        className={cn(fieldClasses, "h-11 rounded-full pl-10 text-sm")}
      />
    </div>
  );
}
