/**
 * How push stands on this device.
 * - `unsupported`: this browser has none; `needs-install`: it has it for apps on the home screen only (iPhone, iPad).
 * - `off`: none is set up on the server.
 * - `ask`: not asked yet, or put off; `blocked`: refused, and only the browser's settings can change that.
 * - `on`: this device is told.
 */
export type PushState = "unknown" | "unsupported" | "needs-install" | "off" | "ask" | "blocked" | "on";

export interface PushFacts {
  readonly hasPush: boolean;
  readonly isApple: boolean;
  readonly isInstalled: boolean;
  readonly permission: NotificationPermission;
  /** Null: the server offers none; undefined: it has not said yet. */
  readonly publicKey: string | null | undefined;
  readonly isSubscribed: boolean;
}

export function pushStateOf(facts: PushFacts): PushState {
  if (!facts.hasPush) return facts.isApple && !facts.isInstalled ? "needs-install" : "unsupported";
  if (facts.publicKey === undefined) return "unknown";
  if (facts.publicKey === null) return "off";
  if (facts.permission === "denied") return "blocked";
  return facts.permission === "granted" && facts.isSubscribed ? "on" : "ask";
}
