import type { Role } from "@tiffin/domain/wire/identity";
import type { Services } from "./services.ts";

/** Who is calling, from a verified access token: the only source of a customer's, rider's or member of staff's id. */
export interface Caller {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly name: string;
}

/** What one request brings along. */
export interface Context {
  readonly services: Services;
  readonly caller: Caller | null;
  /** The caller's network address, as the gateway trusts it. */
  readonly ip: string;
  readonly traceId: string;
  /** When the request arrived; the same instant for everything that is decided in it. */
  readonly now: Date;
}

export interface AuthedContext extends Context {
  readonly caller: Caller;
}
