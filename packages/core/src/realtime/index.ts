export { authoriseChannel, type ChannelCaller } from "./authorise-channel.ts";
export { createRealtime, type LiveEvent, type Realtime, type RealtimeConfig } from "./pusher-client.ts";
export { endRiderSockets } from "./rider-sockets.ts";
export { createWatchers, type Watchers, type WatchersOptions } from "./watchers.ts";
