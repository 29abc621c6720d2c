import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./lib/cn.ts";

export const fieldClasses = [
  "w-full rounded-lg border-[length:var(--border-weight)] border-line-strong/55 bg-surface px-3.5 text-base text-ink",
  "placeholder:text-ink-faint transition-colors hover:border-line-strong",
  "focus:border-leaf focus:outline-3 focus:outline-offset-0 focus:outline-leaf/25",
  "aria-invalid:border-danger aria-invalid:focus:outline-danger/25 disabled:opacity-50",
].join(" ");

type Described = { label: ReactNode; hint?: ReactNode; error?: ReactNode; hideLabel?: boolean };

/** A label, a control, a hint and an error that are tied together for every reader. */
export function Field({
  label,
  hint,
  error,
  hideLabel,
  className,
  children,
}: Described & {
  className?: string | undefined;
  children: (ids: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
}) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className={cn("text-sm font-semibold", hideLabel && "sr-only")}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note ? (
        <p
          id={`${id}-note`}
          className={cn("flex items-start gap-1.5 text-sm", error ? "text-danger" : "text-ink-faint")}
          role={error ? "alert" : undefined}
        >
          {error ? <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> : null}
          {note}
        </p>
      ) : null}
    </div>
  );
}

export function Input({
  label,
  hint,
  error,
  hideLabel,
  leading,
  trailing,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "id"> & Described & { leading?: ReactNode; trailing?: ReactNode }) {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel ?? false} className={className}>
      {(ids) => (
        <div className="relative">
          {leading ? (
            <span className="pointer-events-none absolute inset-y-0 left-3.5 flex items-center text-ink-faint [&_svg]:size-5">
              {leading}
            </span>
          ) : null}
          <input className={cn(fieldClasses, "h-12", leading && "pl-11", trailing && "pr-12")} {...ids} {...rest} />
          {trailing ? <span className="absolute inset-y-0 right-1.5 flex items-center">{trailing}</span> : null}
        </div>
      )}
    </Field>
  );
}

export function Textarea({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...rest
}: Omit<ComponentProps<"textarea">, "id"> & Described) {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel ?? false} className={className}>
      {(ids) => <textarea rows={3} className={cn(fieldClasses, "py-3")} {...ids} {...rest} />}
    </Field>
  );
}
