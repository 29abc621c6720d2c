"use client";

import type { ConnectionState } from "@tiffin/ui/connection-dot";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { useEffect, useRef } from "react";
import { gather } from "./gather.ts";
import { useOpsCity } from "./ops-city.tsx";

/** Each reading again gives up the one before: in a rush, without a pause between them, none would come to its end. */
const GATHER_MS = 500;

/** Reads again when any order of the city has changed, and when news of that may have been missed. */
export function useOrderNews(readAgain: () => void): ConnectionState {
  const { city } = useOpsCity();
  const latest = useRef(readAgain);
  useEffect(() => {
    latest.current = readAgain;
  });
  const gathered = useRef<ReturnType<typeof gather> | null>(null);
  useEffect(() => {
    const gathering = gather(() => latest.current(), GATHER_MS);
    gathered.current = gathering;
    return () => gathering.stop();
  }, []);
  const hear = () => gathered.current?.call();
  return useLiveChannel({
    connection: city.stream,
    channel: city.stream.channel,
    handlers: { "order.updated": hear },
    onGap: hear,
  });
}
