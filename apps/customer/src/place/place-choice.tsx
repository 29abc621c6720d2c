import { Check } from "lucide-react";
import type { ReactNode } from "react";

export const PlaceGroup = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="mt-3">
    <h3 className="eyebrow px-3 pb-1">{title}</h3>
    {children}
  </section>
);

/** One way to say where. */
export function PlaceChoice({
  icon,
  title,
  detail,
  current,
  onClick,
}: {
  icon: ReactNode;
  title: string;
  detail?: string | undefined;
  current?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-current={current ? "location" : undefined}
      className="flex min-h-13 w-full items-center gap-3.5 rounded-lg px-3 py-2 text-left transition hover:bg-sunken [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-leaf-ink"
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{title}</span>
        {detail ? <span className="line-clamp-2 text-sm text-ink-faint">{detail}</span> : null}
      </span>
      {current ? <Check aria-hidden /> : null}
    </button>
  );
}
