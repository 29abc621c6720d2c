"use client";

import { unstable_OneTimePasswordField as Otp } from "radix-ui";
import { useEffect, useRef } from "react";
import { cn } from "./lib/cn.ts";
import { fieldClasses } from "./input.tsx";

/** Six boxes that behave as one field: paste, autofill from the SMS, arrows, Backspace. Calls `onComplete` at the last digit. */
export function OtpInput({
  label,
  value,
  onChange,
  onComplete,
  length = 6,
  invalid,
  describedBy,
  disabled,
  autoFocus,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onComplete?: (value: string) => void;
  length?: number;
  invalid?: boolean;
  describedBy?: string;
  disabled?: boolean;
  /** For a field that appears because somebody asked for it. */
  autoFocus?: boolean;
}) {
  const root = useRef<HTMLDivElement>(null);
  // Also after a wrong code, when the emptied boxes can be typed in again.
  useEffect(() => {
    if (autoFocus && !disabled) root.current?.querySelector("input")?.focus();
  }, [autoFocus, disabled]);
  return (
    <Otp.Root
      value={value}
      onValueChange={(next) => {
        onChange(next);
        // Not the field's own `autoSubmit`: that submits the form around it as well, and the code would be used twice.
        if (next.length === length) onComplete?.(next);
      }}
      autoComplete="one-time-code"
      validationType="numeric"
      disabled={disabled ?? false}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- asked for where the code is the only thing to give
      ref={root}
      role="group"
      aria-label={label}
      aria-describedby={describedBy}
      className="flex gap-2"
    >
      {Array.from({ length }, (_, index) => (
        <Otp.Input
          key={index}
          aria-label={`${label} ${index + 1}/${length}`}
          aria-invalid={invalid || undefined}
          className={cn(fieldClasses, "display tabular h-14 min-w-0 flex-1 px-0 text-center text-2xl")}
        />
      ))}
      <Otp.HiddenInput name="otp" />
    </Otp.Root>
  );
}
