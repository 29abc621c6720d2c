import type { PaymentsConfig } from "@tiffin/core/payments";
import type { PushSettings } from "@tiffin/core/push";

/** Everything that the services must be told: each app's `env.ts` makes it from its environment. */
export interface ServicesConfig {
  /** Shown in Postgres' and Redis' lists of connections, and in logs. */
  readonly name: string;
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly redisUrl: string;
  /** Demo accounts and their fixed one-time password exist. */
  readonly demo: boolean;
  /** Rate limits are lifted, for load tests. */
  readonly relaxedLimits: boolean;
  readonly auth: AuthConfig;
  readonly sms: SmsConfig;
  readonly live: LiveConfig;
  readonly payments: PaymentsConfig;
  /** Null: browsers are not offered push. */
  readonly push: PushSettings | null;
  readonly search: SearchConfig;
  readonly urls: UrlsConfig;
}

export interface AuthConfig {
  /** An Ed25519 private key as a JWK in JSON, with its `kid`. */
  readonly privateJwk: string;
  readonly otpPepper: string;
}

export type SmsConfig =
  | { readonly provider: "console" }
  | { readonly provider: "webhook"; readonly url: string; readonly secret: string };

/** The live channels (Pusher protocol), as we reach them and as browsers do. */
export interface LiveConfig {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** Events in one batch. */
  readonly maxBatchSize: number;
  readonly inner: Endpoint;
  readonly public: Endpoint;
}
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Meilisearch where it is given, else the search that lives in Postgres. */
export type SearchConfig =
  | { readonly engine: "embedded" }
  | { readonly engine: "meilisearch"; readonly url: string; readonly key: string };

export interface UrlsConfig {
  /** The gateway as browsers and payment gateways reach it. */
  readonly gatewayPublic: string;
  readonly customer: string;
  readonly rider: string;
  readonly restaurant: string;
}
