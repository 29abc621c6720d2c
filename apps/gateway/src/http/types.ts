import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Caller } from "@tiffin/api/context";
import type { Services } from "@tiffin/api/services";
import type { DomainError } from "@tiffin/domain/errors";
import type { GatewayConfig } from "../env.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";

/** What a request carries from the first middleware on. */
export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: {
    traceId: string;
    now: Date;
    ip: string;
    /** From the Authorization header or, under /trpc and /session, from the audience's cookie. */
    caller: Caller | null;
    /** Why there is no caller although a token was sent. */
    tokenError: DomainError | null;
  };
}
export type GatewayContext = Context<GatewayEnv>;

/** What the gateway's parts are made from. */
export interface Gateway {
  readonly config: GatewayConfig;
  readonly services: Services;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** True once the process is shutting down: it takes nothing new. */
  isDraining(): boolean;
}
