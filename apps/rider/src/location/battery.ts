"use client";

/** Only Chromium has it; nobody else says how full the battery is. */
interface BatteryManager extends EventTarget {
  readonly level: number;
  readonly charging: boolean;
}

/** Below this share a phone that is not charging is spared. */
const LOW = 0.2;

export const isLow = ({ level, charging }: Pick<BatteryManager, "level" | "charging">): boolean =>
  !charging && level <= LOW;

/** Tells now and whenever it changes whether the battery runs low; never, where the browser doesn't say. Returns how to stop. */
export function watchBattery(onChange: (low: boolean) => void): () => void {
  const getBattery = (navigator as { getBattery?: () => Promise<BatteryManager> }).getBattery;
  if (getBattery === undefined) return () => {};
  let stop = () => {};
  let stopped = false;
  const start = async () => {
    const battery = await getBattery.call(navigator);
    if (stopped) return;
    const tell = () => onChange(isLow(battery));
    for (const event of ["levelchange", "chargingchange"]) battery.addEventListener(event, tell);
    stop = () => {
      for (const event of ["levelchange", "chargingchange"]) battery.removeEventListener(event, tell);
    };
    tell();
  };
  // Forbidden by a policy of the page or the browser: then it isn't known.
  start().catch(() => {});
  return () => {
    stopped = true;
    stop();
  };
}
