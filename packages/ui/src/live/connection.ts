import type Pusher from "pusher-js";
import type { Channel, ChannelAuthorizationCallback } from "pusher-js";
import type { ConnectionState } from "../connection-dot.tsx";
import { apiFetch, refreshSession } from "../lib/session-client.ts";

/** Where the live channels are, as the API says: any server that speaks the Pusher protocol. */
export type LiveServer = { appKey: string; host: string; port: number; tls: boolean };

type Listener = {
  onEvent: (event: string, data: unknown) => void;
  onState: (state: ConnectionState) => void;
  onGap: () => void;
};

export type LiveConnection = {
  listen: (channel: string, listener: Listener) => void;
  release: () => void;
};

type Shared = {
  pusher: Pusher;
  users: number;
  listeners: Map<string, Set<Listener>>;
  closing?: ReturnType<typeof setTimeout>;
};
const open = new Map<string, Promise<Shared>>();

const loopback = new Set(["localhost", "127.0.0.1", "::1"]);

/** A loopback address in the API's answer means the machine that served this page: a phone on the LAN reaches it by that name. */
export const hostForBrowser = (host: string, pageHost: string): string =>
  loopback.has(host) && !loopback.has(pageHost) ? pageHost : host;

/** One socket for each server and page, shared by all listeners, closed a moment after the last has gone. */
export async function acquireConnection(server: LiveServer): Promise<LiveConnection> {
  const key = `${server.appKey}@${server.host}:${server.port}`;
  let pending = open.get(key);
  if (!pending) {
    pending = connect(server);
    pending.catch(() => open.delete(key));
    open.set(key, pending);
  }
  const shared = await pending;
  clearTimeout(shared.closing);
  shared.users += 1;
  const releases: (() => void)[] = [];
  return {
    listen: (channel, listener) => releases.push(subscribe(shared, channel, listener)),
    release() {
      for (const stop of releases.splice(0)) stop();
      shared.users -= 1;
      if (shared.users > 0) return;
      shared.closing = setTimeout(() => {
        if (shared.users > 0) return;
        shared.pusher.disconnect();
        open.delete(key);
      }, 3_000);
    },
  };
}

async function connect(server: LiveServer): Promise<Shared> {
  const { default: PusherClient } = await import("pusher-js");
  const host = hostForBrowser(server.host, location.hostname);
  const pusher = new PusherClient(server.appKey, {
    cluster: "",
    wsHost: host,
    wsPort: server.port,
    wssPort: server.port,
    forceTLS: server.tls,
    enabledTransports: server.tls ? ["wss"] : ["ws"],
    enableStats: false,
    activityTimeout: 30_000,
    pongTimeout: 6_000,
    channelAuthorization: {
      transport: "ajax",
      endpoint: "/api/live/auth",
      customHandler: ({ socketId, channelName }, done) => void sign(socketId, channelName, done),
    },
  });
  return { pusher, users: 0, listeners: new Map() };
}

async function sign(socketId: string, channelName: string, done: ChannelAuthorizationCallback): Promise<void> {
  let answer: { auth: string };
  try {
    answer = await authorize(socketId, channelName);
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)), null);
  }
  done(null, answer);
}

/** Asks our own server to sign the subscription; renews the session once when it has run out. */
async function authorize(socketId: string, channelName: string): Promise<{ auth: string }> {
  const ask = () =>
    apiFetch("/api/live/auth", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ socket_id: socketId, channel_name: channelName }),
    });
  const sentAt = Date.now();
  let response = await ask();
  if (response.status === 401 && (await refreshSession(sentAt))) response = await ask();
  if (!response.ok) throw new Error(`The live channel was refused (${response.status}).`);
  return (await response.json()) as { auth: string };
}

function subscribe({ pusher, listeners }: Shared, name: string, listener: Listener): () => void {
  const peers = listeners.get(name) ?? new Set<Listener>();
  listeners.set(name, peers);
  peers.add(listener);
  const channel: Channel = pusher.channel(name) ?? pusher.subscribe(name);
  let hasBeenLive = channel.subscribed;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = 0;

  const onEvent = (event: string, data: unknown) => {
    if (!event.startsWith("pusher:")) listener.onEvent(event, data);
  };
  const onSubscribed = () => {
    listener.onState("live");
    // The snapshot was fetched before this moment, so there is a gap at the first subscription too.
    listener.onGap();
    hasBeenLive = true;
  };
  const onRefused = () => {
    listener.onState("lost");
    clearTimeout(retry);
    retry = setTimeout(() => {
      pusher.unsubscribe(name);
      pusher.subscribe(name);
      attach(pusher.channel(name));
    }, 5_000);
  };
  const onConnection = ({ current }: { current: string }) => {
    if (current === "connected") {
      if (pusher.channel(name)?.subscribed) listener.onState("live");
    } else if (current !== "connecting" || hasBeenLive) listener.onState(hasBeenLive ? "lost" : "connecting");
  };
  // A phone that slept may hold a socket that is long dead; ask for the snapshot as soon as somebody looks again.
  const onVisibility = () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else if (hiddenAt && Date.now() - hiddenAt > 15_000) {
      listener.onGap();
      if (pusher.connection.state !== "connected") pusher.connect();
    }
  };
  const onOnline = () => {
    if (pusher.connection.state !== "connected") pusher.connect();
  };

  const attach = (target: Channel) => {
    target.bind_global(onEvent);
    target.bind("pusher:subscription_succeeded", onSubscribed);
    target.bind("pusher:subscription_error", onRefused);
  };
  const detach = (target: Channel | undefined) => {
    target?.unbind_global(onEvent);
    target?.unbind("pusher:subscription_succeeded", onSubscribed);
    target?.unbind("pusher:subscription_error", onRefused);
  };

  attach(channel);
  pusher.connection.bind("state_change", onConnection);
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  if (channel.subscribed) listener.onState("live");

  return () => {
    clearTimeout(retry);
    detach(pusher.channel(name));
    pusher.connection.unbind("state_change", onConnection);
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("online", onOnline);
    peers.delete(listener);
    if (peers.size === 0) {
      listeners.delete(name);
      pusher.unsubscribe(name);
    }
  };
}
