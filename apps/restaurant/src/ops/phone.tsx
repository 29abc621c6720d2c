import { PhoneCall } from "lucide-react";

/** A number that can be rung with one press. */
export function Phone({ number }: { number: string }) {
  return (
    <a
      href={`tel:${number}`}
      className="tabular inline-flex min-h-11 items-center gap-2 text-sm font-semibold text-leaf-ink underline-offset-4 hover:underline"
    >
      <PhoneCall aria-hidden className="size-4 shrink-0" />
      {number}
    </a>
  );
}
