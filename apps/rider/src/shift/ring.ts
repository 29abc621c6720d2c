"use client";

/** Two short notes and a buzz for a new offer. Browsers allow sound after a tap; starting the shift is that tap. */
let context: AudioContext | null = null;

export function allowSound(): void {
  if (!("AudioContext" in window)) return;
  context ??= new AudioContext();
  void context.resume();
}

export function ring(): void {
  if ("vibrate" in navigator) navigator.vibrate([180, 90, 180]);
  if (context?.state !== "running") return;
  for (const [index, frequency] of [880, 1_174].entries()) {
    const start = context.currentTime + index * 0.22;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.35, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.22);
  }
}
