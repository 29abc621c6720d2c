import { liveAuthAnswerSchema } from "@tiffin/domain/wire/live";
import PusherModule from "pusher-js";
import type { Channel, default as PusherClient, Options } from "pusher-js";
import type { Session } from "../http/session.ts";

// pusher-js is CommonJS without a default of its own: Node hands over the module's whole export.
const Pusher = PusherModule as unknown as new (key: string, options: Options) => PusherClient;

export interface LiveOptions {
  appKey: string;
  host: string;
  port: number;
  tls: boolean;
}

/** One connection for all accounts: each private channel is signed with the token of whoever may hear it. */
export class LiveChannels {
  readonly #pusher: PusherClient;
  readonly #owners = new Map<string, Session>();

  constructor(options: LiveOptions) {
    this.#pusher = new Pusher(options.appKey, {
      cluster: "",
      wsHost: options.host,
      wsPort: options.port,
      wssPort: options.port,
      forceTLS: options.tls,
      enabledTransports: [options.tls ? "wss" : "ws"],
      disableStats: true,
      channelAuthorization: {
        transport: "ajax",
        endpoint: "",
        customHandler: ({ socketId, channelName }, callback) => {
          const owner = this.#owners.get(channelName);
          if (owner === undefined) return callback(new Error(`nobody listens to ${channelName}`), null);
          owner
            .send(liveAuthAnswerSchema, "POST", "/v1/live/auth", { socket_id: socketId, channel_name: channelName })
            .then(
              ({ auth }) => callback(null, { auth }),
              (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
            );
        },
      },
    });
  }

  get isConnected(): boolean {
    return this.#pusher.connection.state === "connected";
  }

  /** Hears every event of a channel, again after each broken connection. */
  listen(owner: Session, channelName: string, heard: (event: string, data: unknown) => void): Channel {
    this.#owners.set(channelName, owner);
    const channel = this.#pusher.subscribe(channelName);
    channel.bind_global((event: string, data: unknown) => {
      // What happened before the subscription stood was missed: let the listener look.
      if (event === "pusher:subscription_succeeded" || !event.startsWith("pusher:")) heard(event, data);
    });
    return channel;
  }

  leave(channelName: string): void {
    this.#owners.delete(channelName);
    this.#pusher.unsubscribe(channelName);
  }

  close(): void {
    this.#pusher.disconnect();
  }
}
