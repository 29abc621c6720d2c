import { House, Utensils } from "lucide-react";

interface StopLine {
  readonly label: string;
  readonly name: string;
  readonly line1: string;
}

/** Both ends of a ride, joined by a seam; marked as the map marks them. */
export function Stops({ from, to }: { from: StopLine; to: StopLine }) {
  return (
    <ol className="relative flex flex-col gap-4">
      <span aria-hidden className="absolute top-8 bottom-8 left-5 border-l-2 border-dashed border-line-strong/50" />
      {[
        { ...from, icon: Utensils, tone: "bg-ink text-paper" },
        { ...to, icon: House, tone: "bg-leaf text-on-leaf" },
      ].map(({ label, name, line1, icon: Icon, tone }) => (
        <li key={label} className="relative flex items-center gap-4">
          <span className={`flex size-10 shrink-0 items-center justify-center rounded-full ${tone}`}>
            <Icon aria-hidden className="size-5" />
          </span>
          <span className="min-w-0">
            <span className="block text-xs font-semibold text-ink-faint">{label}</span>
            <span className="block truncate font-semibold">{name}</span>
            {line1 === name ? null : <span className="block truncate text-sm text-ink-soft">{line1}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
