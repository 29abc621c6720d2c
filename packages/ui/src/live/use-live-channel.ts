"use client";

import { useEffect, useRef, useState } from "react";
import type { ConnectionState } from "../connection-dot.tsx";
import { type LiveConnection, type LiveServer, acquireConnection } from "./connection.ts";

export type LiveHandlers = Record<string, (data: unknown) => void>;

/**
 * Listens to one channel while the component stands. `connection` and `channel` come from the API at run time
 * (`track.stream`); while either is missing nothing is opened.
 *
 * `handlers` may change with each render. `onGap` runs when messages may have been missed (a lost connection came back,
 * the subscription was refused and renewed, the phone woke up): fetch the snapshot again there, then follow.
 */
export function useLiveChannel({
  connection,
  channel,
  handlers,
  onGap,
}: {
  connection: LiveServer | null | undefined;
  channel: string | null | undefined;
  handlers: LiveHandlers;
  onGap?: () => void;
}): ConnectionState {
  const [state, setState] = useState<ConnectionState>("connecting");
  const latest = useRef({ handlers, onGap });
  useEffect(() => {
    latest.current = { handlers, onGap };
  });

  const { appKey, host, port, tls } = connection ?? {};
  useEffect(() => {
    if (!appKey || !host || port === undefined || !channel) return;
    let live: LiveConnection | null = null;
    let stopped = false;
    const start = async () => {
      const opened = await acquireConnection({ appKey, host, port, tls: tls ?? false });
      if (stopped) return opened.release();
      setState("connecting");
      live = opened;
      opened.listen(channel, {
        onEvent: (event, data) => latest.current.handlers[event]?.(data),
        onState: setState,
        onGap: () => latest.current.onGap?.(),
      });
    };
    // The only thing that can fail here is the download of the client itself.
    start().catch(() => setState("lost"));
    return () => {
      stopped = true;
      live?.release();
    };
  }, [appKey, host, port, tls, channel]);

  return state;
}
