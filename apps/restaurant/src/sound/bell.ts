"use client";

/** Browsers play nothing before a tap: `blocked` until then. */
export type BellState = "ready" | "blocked" | "unsupported";

const EVERY_MS = 2_600;
/** A counter bell: two strikes, each a note with its bright partials, loud enough for a kitchen. */
const STRIKES = [0, 0.28, 0.9, 1.18];
const PARTIALS = [
  { ratio: 1, gain: 0.55, seconds: 0.9 },
  { ratio: 2.76, gain: 0.28, seconds: 0.5 },
  { ratio: 5.4, gain: 0.12, seconds: 0.25 },
];
const NOTE_HZ = 880;

let context: AudioContext | null = null;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function bellState(): BellState {
  if (typeof window === "undefined" || !("AudioContext" in window)) return "unsupported";
  return context?.state === "running" ? "ready" : "blocked";
}

export function onBellChange(changed: () => void): () => void {
  listeners.add(changed);
  return () => void listeners.delete(changed);
}

export const bell = {
  /** Call it from a tap or a key press. */
  async unlock(): Promise<void> {
    if (bellState() === "unsupported") return;
    if (!context) {
      context = new AudioContext();
      context.addEventListener("statechange", () => {
        for (const tell of listeners) tell();
      });
    }
    if (context.state !== "running") await context.resume();
    for (const tell of listeners) tell();
  },
  /** Strikes now and again and again, until `stop`. */
  start(): void {
    if (timer !== undefined) return;
    strike();
    timer = setInterval(strike, EVERY_MS);
  },
  stop(): void {
    clearInterval(timer);
    timer = undefined;
  },
  /** Once, to hear whether it is loud enough. */
  try: strike,
};

function strike(): void {
  if (context?.state !== "running") return;
  if ("vibrate" in navigator) navigator.vibrate([200, 100, 200]);
  for (const offset of STRIKES) {
    for (const { ratio, gain, seconds } of PARTIALS) {
      const start = context.currentTime + 0.02 + offset;
      const oscillator = context.createOscillator();
      const volume = context.createGain();
      oscillator.frequency.value = NOTE_HZ * ratio;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(gain, start + 0.008);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
      oscillator.connect(volume).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + seconds + 0.02);
    }
  }
}
