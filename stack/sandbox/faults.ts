/**
 * Faults set by `POST /admin/faults` for all calls or all webhooks. They live in memory only: a restart is a
 * healthy gateway again.
 */
const CALL_FAULTS = ["latency", "timeout_before", "timeout_after", "error"] as const;
const WEBHOOK_FAULTS = ["webhook_drop", "webhook_duplicate", "webhook_delay"] as const;
const WITH_MS: ReadonlySet<string> = new Set(["latency", "webhook_delay"]);
const MAX_MS = 10 * 60_000;

export type FaultKind = (typeof CALL_FAULTS)[number] | (typeof WEBHOOK_FAULTS)[number];
export type Fault = {
  kind: FaultKind;
  /** Only `latency` and `webhook_delay` have it. */
  ms: number;
  /** The share of calls that it strikes, 0 < rate ≤ 1. */
  rate: number;
  /** Strikes left; null never ends. */
  times: number | null;
};

/** Reads `latency:250`, `timeout_before` …; null when it is no fault. */
export function parseFaultKind(text: string): { kind: FaultKind; ms: number } | null {
  const [name = "", ms, ...rest] = text.split(":");
  const kind = [...CALL_FAULTS, ...WEBHOOK_FAULTS].find((known) => known === name);
  if (!kind || rest.length > 0) return null;
  if (!WITH_MS.has(kind)) return ms === undefined ? { kind, ms: 0 } : null;
  if (ms === undefined || !/^\d{1,6}$/.test(ms) || Number(ms) > MAX_MS) return null;
  return { kind, ms: Number(ms) };
}

export class Faults {
  #active = new Map<FaultKind, Fault>();

  constructor(private readonly random: () => number = Math.random) {}

  set(fault: Fault): void {
    this.#active.set(fault.kind, fault);
  }
  clear(): void {
    this.#active.clear();
  }
  list(): { kind: string; rate: number; times: number | null }[] {
    return [...this.#active.values()].map(({ kind, ms, rate, times }) => ({
      kind: WITH_MS.has(kind) ? `${kind}:${ms}` : kind,
      rate,
      times,
    }));
  }
  /** Whether the fault strikes this time; a strike is used up. */
  strikes(kind: FaultKind): Fault | null {
    const fault = this.#active.get(kind);
    if (!fault || this.random() >= fault.rate) return null;
    if (fault.times !== null && --fault.times <= 0) this.#active.delete(kind);
    return fault;
  }
}
