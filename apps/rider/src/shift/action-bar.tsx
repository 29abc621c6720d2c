import type { ReactNode } from "react";

/**
 * The foot of the sheet: what to do next stays at the thumb, above the tabs, however much stands over it. What doesn't fit
 * fades out over it, so that one sees that there is more.
 */
export function ActionBar({ children }: { children: ReactNode }) {
  return (
    <div className="z-10 -mx-5 -mb-5 flex flex-col gap-3 bg-raised px-5 pt-2 pb-5 max-md:sticky max-md:bottom-[calc(4rem+env(safe-area-inset-bottom))]">
      <span
        aria-hidden
        className="pointer-events-none absolute inset-x-0 bottom-full h-4 bg-linear-to-t from-raised md:hidden"
      />
      {children}
    </div>
  );
}
