export type SpotKind = "empty-tiffin" | "no-match" | "spill" | "sleeping" | "map" | "done";

/** Small drawings for empty and error states, in the colours of the theme. */
export function SpotArt({ kind, className }: { kind: SpotKind; className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 160 120"
      width="160"
      height="120"
      aria-hidden
      className={className}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <ellipse cx="80" cy="106" rx="58" ry="6" fill="var(--sunken)" />
      {drawings[kind]}
    </svg>
  );
}

const ink = { stroke: "var(--ink)", strokeWidth: 2.5 } as const;

const drawings: Record<SpotKind, React.ReactNode> = {
  "empty-tiffin": (
    <>
      <path d="M46 62h44v34a9 9 0 0 1-9 9H55a9 9 0 0 1-9-9z" fill="var(--leaf-tint)" {...ink} />
      <path d="M42 56h52v8H42z" fill="var(--surface)" {...ink} />
      <path d="M46 80h44" {...ink} opacity=".35" />
      <path d="M100 97c0-14 7-21 15-21s15 7 15 21z" fill="var(--turmeric)" {...ink} />
      <path d="M96 98h38v6H96z" fill="var(--surface)" {...ink} />
      <circle cx="115" cy="72" r="3.5" fill="var(--surface)" {...ink} />
      <path
        d="M56 44c-4-5 4-8 0-13M68 46c-4-6 4-9 0-16M80 44c-4-5 4-8 0-13"
        stroke="var(--line-strong)"
        strokeWidth="2.5"
        opacity=".5"
      />
    </>
  ),
  "no-match": (
    <>
      <circle cx="72" cy="58" r="33" fill="var(--turmeric-tint)" {...ink} />
      <circle cx="72" cy="58" r="22" fill="var(--surface)" stroke="var(--line-strong)" strokeWidth="2" opacity=".8" />
      <path d="m97 83 25 21" stroke="var(--ink)" strokeWidth="8" />
      <path d="M64 53h.01M80 53h.01" stroke="var(--ink)" strokeWidth="4.5" />
      <path d="M64 67c5-5 11-5 16 0" {...ink} />
    </>
  ),
  spill: (
    <>
      <path
        d="M34 96c-6-2-12 1-12 5 0 5 20 6 50 6s46-1 46-6-10-8-20-6c-6-8-22-8-30-2-10-6-26-5-34 3z"
        fill="var(--turmeric)"
      />
      <g transform="rotate(-62 92 66)">
        <path d="M70 46h44v32a9 9 0 0 1-9 9H79a9 9 0 0 1-9-9z" fill="var(--tamarind-tint)" {...ink} />
        <path d="M66 40h52v8H66z" fill="var(--surface)" {...ink} />
        <path d="M70 66h44" {...ink} opacity=".35" />
      </g>
      <path d="m38 40 6 8M52 30l2 10M28 56l9 4" stroke="var(--tamarind)" strokeWidth="2.5" />
    </>
  ),
  sleeping: (
    <>
      <path d="M40 104V56l40-26 40 26v48z" fill="var(--surface)" {...ink} />
      <path d="M34 58 80 28l46 30" {...ink} />
      <path d="M66 104V78h28v26" fill="var(--leaf-tint)" {...ink} />
      <path d="M54 64h14M92 64h14" {...ink} />
      <path d="M112 26h10l-10 12h10M130 10h8l-8 9h8" stroke="var(--turmeric)" strokeWidth="3" />
    </>
  ),
  map: (
    <>
      <path d="m28 40 34-12 36 12 34-12v64l-34 12-36-12-34 12z" fill="var(--leaf-tint)" {...ink} />
      <path d="M62 28v64M98 40v64" {...ink} opacity=".3" />
      <path d="M80 82c-13-14-19-22-19-31a19 19 0 0 1 38 0c0 9-6 17-19 31z" fill="var(--turmeric)" {...ink} />
      <circle cx="80" cy="51" r="7" fill="var(--surface)" {...ink} />
    </>
  ),
  done: (
    <>
      <circle cx="80" cy="62" r="38" fill="var(--leaf)" />
      <path d="m62 63 13 13 24-26" stroke="var(--on-leaf)" strokeWidth="8" />
      <path d="m26 40 8 4M134 40l-8 4M30 84l8-3M130 84l-8-3M80 12v6" stroke="var(--turmeric)" strokeWidth="3.5" />
    </>
  ),
};
