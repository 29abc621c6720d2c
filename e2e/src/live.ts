import Pusher from "pusher-js";
import type { Stream } from "@tiffin/domain/wire/orders";
import type { HttpClient } from "./http-client.ts";
import { z } from "zod";

export interface LiveEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Subscribes to a private channel as the client's user and collects what arrives. */
export async function listen(
  client: HttpClient,
  stream: Stream,
): Promise<{ readonly events: LiveEvent[]; close(): void }> {
  const pusher = new Pusher(stream.appKey, {
    cluster: "",
    wsHost: stream.host,
    wsPort: stream.port,
    wssPort: stream.port,
    forceTLS: stream.tls,
    enabledTransports: [stream.tls ? "wss" : "ws"],
    disableStats: true,
    channelAuthorization: {
      endpoint: stream.authEndpoint,
      transport: "ajax",
      customHandler: ({ socketId, channelName }, callback) => {
        client
          .post(z.object({ auth: z.string() }), "/v1/live/auth", { socket_id: socketId, channel_name: channelName })
          .then((answer) => callback(null, answer))
          .catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null));
      },
    },
  });
  const events: LiveEvent[] = [];
  const channel = pusher.subscribe(stream.channel);
  channel.bind_global((name: string, data: unknown) => {
    if (!name.startsWith("pusher:")) events.push({ name, data });
  });
  await new Promise<void>((resolve, reject) => {
    channel.bind("pusher:subscription_succeeded", () => resolve());
    channel.bind("pusher:subscription_error", (error: unknown) => reject(new Error(JSON.stringify(error))));
    setTimeout(() => reject(new Error(`no subscription to ${stream.channel}`)), 15_000).unref();
  });
  return { events, close: () => pusher.disconnect() };
}
