/** What was last read out, and when. */
export type Spoken = { readonly text: string; readonly at: number };

/**
 * How long to wait before a changed text is read out: nobody wants to hear each minute of an estimate as it falls.
 * 0: now. Null: it was read out already.
 */
export function waitToSpeak(spoken: Spoken | null, text: string, now: number, restMilliseconds: number): number | null {
  if (text === "" || text === spoken?.text) return null;
  return spoken === null ? 0 : Math.max(0, spoken.at + restMilliseconds - now);
}
