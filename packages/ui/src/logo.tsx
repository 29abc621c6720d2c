import { cn } from "./lib/cn.ts";

/** A three-tier tiffin carrier: handle, lid, and tiers whose colours run from turmeric to tamarind to leaf. */
export function LogoMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={cn("size-8 shrink-0", className)}>
      <path
        d="M9.5 12V6.9A3.4 3.4 0 0 1 12.9 3.5h6.2a3.4 3.4 0 0 1 3.4 3.4V12"
        fill="none"
        stroke="var(--ink)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M8 10.6a8 3.4 0 0 1 16 0v1.1H8Z" fill="var(--turmeric)" />
      <rect x="6.5" y="12.3" width="19" height="4.9" rx="1.6" fill="var(--turmeric)" />
      <rect x="6.5" y="18.1" width="19" height="4.9" rx="1.6" fill="#c8542f" />
      <path
        d="M6.5 25.5a1.6 1.6 0 0 1 1.6-1.6h15.8a1.6 1.6 0 0 1 1.6 1.6v1.2a3.3 3.3 0 0 1-3.3 3.3H9.8a3.3 3.3 0 0 1-3.3-3.3Z"
        fill="var(--leaf)"
      />
      <circle cx="16" cy="5.9" r="1.3" fill="var(--ink)" />
    </svg>
  );
}

/** Mark and name; `suffix` tells the apps apart ("Rider", "Kitchen"). */
export function Logo({ suffix, className }: { suffix?: string; className?: string | undefined }) {
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <LogoMark />
      <span className="display text-2xl leading-none tracking-tight">Tiffin</span>
      {suffix ? (
        <span className="display border-l pl-2 text-lg leading-none font-medium text-ink-faint">{suffix}</span>
      ) : null}
    </span>
  );
}
