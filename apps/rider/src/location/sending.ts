import { decidePing, type PingDecision } from "@tiffin/domain/location/ping-policy";
import { asMoving, type Fix } from "./fix.ts";

/** The server asks for a position this often, or more often, when somebody watches the rider come. */
const WATCHED_SECONDS = 3;

/** What bears on whether a position goes out, besides the positions themselves. */
export type Circumstances = {
  /** What the server asked for in its last answer. */
  readonly nextPingSeconds: number;
  readonly batteryLow: boolean;
  /** The server was sent too much: nothing more before then. ms since the epoch. */
  readonly holdUntil: number;
};

/** The last fix that went out, and the one before it. */
export type SentFixes = { readonly last: Fix | null; readonly before: Fix | null };

/**
 * Whether the newest fix goes out now. The rule is the domain's (`location/ping-policy`), the same by which the
 * customer's map reckons on. Somebody who watches is shown the rider exactly; a low battery is spared by sending as if
 * nobody did.
 */
export function decideSending(sent: SentFixes, current: Fix, circumstances: Circumstances, now: number): PingDecision {
  if (now < circumstances.holdUntil) return { send: false, at: circumstances.holdUntil };
  const watched = circumstances.nextPingSeconds <= WATCHED_SECONDS && !circumstances.batteryLow;
  const moving = (fix: Fix | null) => (fix === null ? null : asMoving(fix));
  return decidePing(moving(sent.last), asMoving(current), { watched, before: moving(sent.before) });
}
