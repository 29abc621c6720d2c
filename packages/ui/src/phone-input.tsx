"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./lib/cn.ts";
import { Field, fieldClasses } from "./input.tsx";

/** Countries whose code can be picked; the first is the default. Numbers of others are typed with their own +code. */
const countries = [
  { code: "+91", name: "India" },
  { code: "+880", name: "Bangladesh" },
  { code: "+977", name: "Nepal" },
  { code: "+94", name: "Sri Lanka" },
  { code: "+971", name: "UAE" },
  { code: "+65", name: "Singapore" },
  { code: "+44", name: "United Kingdom" },
  { code: "+1", name: "USA, Canada" },
] as const;

/** Splits "+919876543210" into its country code and the rest; what has no known code counts as typed by hand. */
export function splitPhone(value: string): { code: string; rest: string } {
  const known = [...countries].sort((a, b) => b.code.length - a.code.length).find((c) => value.startsWith(c.code));
  return known
    ? { code: known.code, rest: value.slice(known.code.length) }
    : { code: "+91", rest: value.replace(/^\+/, "") };
}

/** Takes and gives E.164 ("+919876543210"). A pasted number with its own code replaces the picked one. */
export function PhoneInput({
  label,
  codeLabel,
  value,
  onChange,
  hint,
  error,
  autoFocus,
}: {
  label: string;
  codeLabel: string;
  value: string;
  onChange: (e164: string) => void;
  hint?: ReactNode;
  error?: ReactNode;
  autoFocus?: boolean;
}) {
  const { code, rest } = splitPhone(value);
  const join = (nextCode: string, typed: string) => {
    const digits = typed.replace(/[^\d+]/g, "");
    onChange(digits.startsWith("+") ? digits : nextCode + digits.replace(/\+/g, "").replace(/^0+/, ""));
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div className="flex gap-2">
          <div className="relative">
            <span
              aria-hidden
              className="tabular pointer-events-none absolute inset-0 flex items-center justify-between pr-2.5 pl-3.5"
            >
              {code}
              <ChevronDown className="size-4 text-ink-faint" />
            </span>
            {/* The closed list shows the code alone; its choices name the country too. */}
            <select
              aria-label={codeLabel}
              value={code}
              onChange={(event) => join(event.target.value, rest)}
              className={cn(fieldClasses, "h-12 w-22 text-transparent")}
              autoComplete="tel-country-code"
            >
              {countries.map((country) => (
                <option key={country.code} value={country.code} className="text-ink">
                  {country.code} {country.name}
                </option>
              ))}
            </select>
          </div>
          <input
            {...ids}
            type="tel"
            inputMode="tel"
            autoComplete="tel-national"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has no other purpose
            autoFocus={autoFocus}
            value={rest}
            onChange={(event) => join(code, event.target.value)}
            className={cn(fieldClasses, "tabular h-12 flex-1 tracking-wide")}
          />
        </div>
      )}
    </Field>
  );
}
