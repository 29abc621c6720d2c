"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { LocationSharer, type LocationSharing, notSharing } from "./location-sharer.ts";
import type { StreamTicket } from "./location-stream.ts";

/** Shares the phone's position while `active`, and only then. `retry` asks the phone again after a refusal. */
export function useLocationSharing(
  active: boolean,
  getTicket: () => Promise<StreamTicket>,
): { sharing: LocationSharing; retry: () => void } {
  const [sharing, setSharing] = useState(notSharing);
  const running = useRef<LocationSharer | null>(null);
  const ticket = useEffectEvent(() => getTicket());
  useEffect(() => {
    if (!active) return;
    const sharer = new LocationSharer(() => ticket(), setSharing);
    running.current = sharer;
    return () => {
      running.current = null;
      sharer.stop();
      setSharing(notSharing);
    };
  }, [active]);
  return { sharing, retry: () => running.current?.retry() };
}
