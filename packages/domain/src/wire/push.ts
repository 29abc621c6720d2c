import { z } from "zod";
import { timeSchema } from "./common.ts";
import { LOCALES } from "./identity.ts";

export const PUSH_APPS = ["customer", "rider", "restaurant"] as const;
export type PushApp = (typeof PUSH_APPS)[number];

/** What `PushSubscription.toJSON()` says, and the language that the device shows. */
export const pushSubscriptionSchema = z
  .object({
    endpoint: z.url({ protocol: /^https$/, error: "the https address of a push service" }).max(1_000),
    keys: z.object({
      p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, "an uncompressed point of P-256 in base64url"),
      auth: z.string().regex(/^[A-Za-z0-9_-]{22}={0,2}$/, "16 bytes in base64url"),
    }),
    /** Without it that of the one it takes the place of; else English. */
    locale: z.enum(LOCALES).optional(),
    /** The endpoint that this one takes the place of, where the browser has renewed it. */
    replaces: z.string().max(1_000).optional(),
  })
  .meta({ id: "PushSubscription" });
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionSchema>;

export const pushAppSchema = z.object({ app: z.enum(PUSH_APPS) });
export const pushEndpointSchema = z.object({ endpoint: z.string().min(1).max(1_000) });

/** With which key a browser subscribes; null where no push is set up. */
export const pushKeySchema = z.object({ publicKey: z.string().nullable() }).meta({ id: "PushKey" });
export type PushKey = z.infer<typeof pushKeySchema>;

/** What a service worker finds in a push message: what to show, and where a tap on it leads. */
export const pushMessageSchema = z.object({
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  /** A path of the app that shows it. */
  url: z.string().regex(/^\/(?!\/)/, "a path of the same app"),
  /** A later message with the same tag takes the earlier one's place on the screen. */
  tag: z.string(),
  at: timeSchema,
  /** From then on it says nothing that is true any more, and goes away by itself. */
  expiresAt: timeSchema.optional(),
  /** How long that was when it was handed over, in milliseconds: a device's own clock may be wrong. */
  lastsMs: z.int().positive().optional(),
  locale: z.enum(LOCALES),
  /** Stays until somebody looks. */
  sticky: z.boolean(),
});
export type PushMessage = z.infer<typeof pushMessageSchema>;
