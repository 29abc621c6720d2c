import { authoriseChannel } from "@tiffin/core/realtime";
import type { Caller } from "./context.ts";
import type { Services } from "./services.ts";

/** Signs a socket into a channel that is the caller's. @throws DomainError FORBIDDEN */
export function signIntoChannel(
  services: Services,
  caller: Caller,
  { socketId, channel }: { readonly socketId: string; readonly channel: string },
): Promise<{ auth: string }> {
  return authoriseChannel(services, caller, socketId, channel);
}
