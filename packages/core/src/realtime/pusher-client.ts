import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import Pusher from "pusher";
import { z } from "zod";
import { DomainError } from "@tiffin/domain/errors";
import type { Stream } from "@tiffin/domain/wire/orders";

export interface RealtimeConfig {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** Where this process reaches the server. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Where browsers reach it. */
  readonly public: { readonly host: string; readonly port: number; readonly tls: boolean };
  /** Events in one batch; the protocol's own limit is 10. */
  readonly maxBatchSize?: number;
}

export interface LiveEvent {
  readonly channel: string;
  readonly name: string;
  readonly data: unknown;
}

export interface Realtime {
  /** @throws DomainError UNAVAILABLE when the server did not take it. */
  publish(event: LiveEvent): Promise<void>;
  /** In order, split by the server's limit. @throws DomainError UNAVAILABLE when any part was not taken. */
  publishBatch(events: readonly LiveEvent[]): Promise<void>;
  /**
   * Channels with that prefix that somebody listens to, by the HTTP API. @throws DomainError UNAVAILABLE when the server
   * does not say.
   */
  occupiedChannels(prefix: string): Promise<string[]>;
  /** The signature that lets a socket in. Whether it may is asked before: {@link authoriseChannel}. */
  sign(socketId: string, channel: string): { auth: string };
  /**
   * Disconnects one socket. The protocol ends the connections of a user; our live server takes a socket's own id as well,
   * so that no client has to sign in as anybody (`soketi-launcher.cjs`). @throws DomainError UNAVAILABLE
   */
  endSocket(socketId: string): Promise<void>;
  /** What pusher-js needs to listen. `authEndpoint` is the gateway's, or an app's own rewrite to it. */
  stream(channel: string, authEndpoint: string): Stream;
  close(): void;
}

/** The live channels over the Pusher protocol: Soketi here, but anything that speaks it will do. */
export function createRealtime(config: RealtimeConfig): Realtime {
  const agent = config.tls
    ? new HttpsAgent({ keepAlive: true, maxSockets: 16 })
    : new HttpAgent({ keepAlive: true, maxSockets: 16 });
  const pusher = new Pusher({
    appId: config.appId,
    key: config.key,
    secret: config.secret,
    host: config.host,
    port: String(config.port),
    useTLS: config.tls,
    timeout: 5_000,
    agent,
  });
  const maxBatchSize = config.maxBatchSize ?? 10;

  return {
    publish: ({ channel, name, data }) => checked(pusher.trigger(channel, name, data)),
    async publishBatch(events) {
      for (let start = 0; start < events.length; start += maxBatchSize) {
        const part = events.slice(start, start + maxBatchSize);
        await checked(pusher.triggerBatch(part.map(({ channel, name, data }) => ({ channel, name, data }))));
      }
    },
    async occupiedChannels(prefix) {
      const body = await textOf(pusher.get({ path: "/channels", params: { filter_by_prefix: prefix } }));
      const parsed = channelsSchema.safeParse(jsonOf(body));
      if (!parsed.success) throw unavailable("The live channels don't say who listens.", new Error(body.slice(0, 500)));
      // Not every server filters by itself.
      return Object.keys(parsed.data.channels).filter((channel) => channel.startsWith(prefix));
    },
    sign: (socketId, channel) => ({ auth: pusher.authorizeChannel(socketId, channel).auth }),
    endSocket: (socketId) => checked(pusher.terminateUserConnections(socketId)),
    stream: (channel, authEndpoint) => ({ appKey: config.key, ...config.public, channel, authEndpoint }),
    close: () => agent.destroy(),
  };
}

const channelsSchema = z.object({ channels: z.record(z.string(), z.unknown()) });

/**
 * Soketi answers 200 to refusals too and says so only in the body (`{"error": …}`); a success is `{"ok": true}` there
 * and `{}` at Pusher. So it is the body that counts.
 */
async function checked(answer: Promise<Pusher.Response>): Promise<void> {
  const body = await textOf(answer);
  if (!isTaken(jsonOf(body))) throw unavailable("The live channels refused an event.", new Error(body.slice(0, 500)));
}

async function textOf(answer: Promise<Pusher.Response>): Promise<string> {
  try {
    return await (await answer).text();
  } catch (cause) {
    throw unavailable("The live channels can't be reached.", cause);
  }
}

function isTaken(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  return "ok" in answer ? answer.ok === true : !("error" in answer || "code" in answer);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function unavailable(message: string, cause: unknown): DomainError {
  return new DomainError("UNAVAILABLE", message, { retryAfterSeconds: 1, cause });
}
