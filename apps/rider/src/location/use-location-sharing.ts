"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { LocationSharer, type LocationSharing, notSharing } from "./location-sharer.ts";
import type { StreamTicket } from "./location-stream.ts";

/** Shares the phone's position while `active`, and only then. */
export function useLocationSharing(active: boolean, getTicket: () => Promise<StreamTicket>): LocationSharing {
  const [sharing, setSharing] = useState(notSharing);
  const ticket = useEffectEvent(() => getTicket());
  useEffect(() => {
    if (!active) return;
    const sharer = new LocationSharer(() => ticket(), setSharing);
    return () => {
      sharer.stop();
      setSharing(notSharing);
    };
  }, [active]);
  return sharing;
}
