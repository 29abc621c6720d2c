import { cn } from "./lib/cn.ts";

/** Holds the place of what is coming, in its shape, so that nothing jumps when it arrives. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span
      aria-hidden
      className={cn(
        "block animate-shimmer rounded-md bg-ink/7 bg-[linear-gradient(100deg,transparent_35%,color-mix(in_oklab,var(--raised)_60%,transparent)_50%,transparent_65%)] bg-size-[220%_100%] bg-no-repeat",
        className,
      )}
    />
  );
}

/** Wraps skeletons and tells once that something is loading. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <div role="status" aria-busy className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
