/** Where the switch for the location lies: each kind of phone hides it elsewhere. */
export type Platform = "ios-app" | "ios-browser" | "android" | "desktop";

/** iPads call themselves Macs; a Mac has no touch screen. */
export function platformOf(device: { userAgent: string; maxTouchPoints: number; standalone: boolean }): Platform {
  const { userAgent, maxTouchPoints, standalone } = device;
  const isApple = /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
  if (isApple) return standalone ? "ios-app" : "ios-browser";
  return /Android/.test(userAgent) ? "android" : "desktop";
}
