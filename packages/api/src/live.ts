import { authoriseChannel } from "@tiffin/core/realtime";
import { channels } from "@tiffin/domain/wire/live";
import type { Caller } from "./context.ts";
import type { Services } from "./services.ts";

/** Signs a socket into a channel that is the caller's. @throws DomainError FORBIDDEN */
export async function signIntoChannel(
  services: Services,
  caller: Caller,
  { socketId, channel }: { readonly socketId: string; readonly channel: string },
): Promise<{ auth: string }> {
  const signature = await authoriseChannel(services, caller, socketId, channel);
  const orders = channels.order("");
  if (channel.startsWith(orders)) services.watchers.expect(channel.slice(orders.length));
  return signature;
}
