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
/** What was struck goes through it, so that one turn silences all that still sounds. */
let loudness: GainNode | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

const supported = () => typeof window !== "undefined" && "AudioContext" in window;

export function bellState(): BellState {
  if (!supported()) return "unsupported";
  return context?.state === "running" ? "ready" : "blocked";
}

export function onBellChange(changed: () => void): () => void {
  listeners.add(changed);
  // An installed app, or a page that was used before, may ring without a tap: only trying tells.
  open();
  return () => void listeners.delete(changed);
}

function open(): AudioContext | null {
  if (context || !supported()) return context;
  context = new AudioContext();
  context.addEventListener("statechange", () => {
    // Orders came while the browser kept it silent: it makes up for that at once.
    if (context?.state === "running" && timer !== undefined) strike();
    for (const tell of listeners) tell();
  });
  return context;
}

export const bell = {
  /** Call it from a tap or a key press. */
  async unlock(): Promise<void> {
    const opened = open();
    if (opened && opened.state !== "running") await opened.resume();
    for (const tell of listeners) tell();
  },
  /** Strikes now and again and again, until `stop`. */
  start(): void {
    if (timer !== undefined) return;
    timer = setInterval(strike, EVERY_MS);
    strike();
  },
  /** Silent from now on, in the middle of a note as well. */
  stop(): void {
    clearInterval(timer);
    timer = undefined;
    hush();
  },
  /** Once, to hear whether it is loud enough; from a tap, which also unlocks it. */
  async try(): Promise<void> {
    await bell.unlock();
    strike();
  },
};

function hush(): void {
  if (!loudness) return;
  loudness.disconnect();
  loudness = null;
  if ("vibrate" in navigator) navigator.vibrate(0);
}

function strike(): void {
  if (context?.state !== "running") return;
  if ("vibrate" in navigator) navigator.vibrate([200, 100, 200]);
  if (!loudness) {
    loudness = context.createGain();
    loudness.connect(context.destination);
  }
  for (const offset of STRIKES) {
    for (const { ratio, gain, seconds } of PARTIALS) {
      const start = context.currentTime + 0.02 + offset;
      const oscillator = context.createOscillator();
      const volume = context.createGain();
      oscillator.frequency.value = NOTE_HZ * ratio;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(gain, start + 0.008);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
      oscillator.connect(volume).connect(loudness);
      oscillator.start(start);
      oscillator.stop(start + seconds + 0.02);
    }
  }
}
