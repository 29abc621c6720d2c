"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { LocationSharer, type LocationSharing, notSharing } from "./location-sharer.ts";
import type { StreamTicket } from "./location-stream.ts";

/** Shares the phone's position as this rider's, and only while there is one: null off shift. `retry` asks the phone again after a refusal. */
export function useLocationSharing(
  riderId: string | null,
  getTicket: () => Promise<StreamTicket>,
): { sharing: LocationSharing; retry: () => void } {
  const [sharing, setSharing] = useState(notSharing);
  const running = useRef<LocationSharer | null>(null);
  const ticket = useEffectEvent(() => getTicket());
  useEffect(() => {
    if (riderId === null) return;
    const sharer = new LocationSharer(riderId, () => ticket(), setSharing);
    running.current = sharer;
    return () => {
      running.current = null;
      sharer.stop();
      setSharing(notSharing);
    };
  }, [riderId]);
  return { sharing, retry: () => running.current?.retry() };
}
