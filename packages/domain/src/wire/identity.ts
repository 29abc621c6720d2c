import { z } from "zod";
import { idSchema, lineSchema, timeSchema } from "./common.ts";

export const ROLES = ["customer", "rider", "staff", "ops"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** E.164; spaces, hyphens and brackets that people type are dropped before. */
export const phoneSchema = z
  .string()
  .max(32)
  .transform((typed) => typed.replace(/[\s()-]/g, ""))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "a phone number with its country code, such as +919876543210"));

export const otpRequestSchema = z.object({ phone: phoneSchema });
export const otpSchema = z.string().regex(/^\d{6}$/, "six digits");
export const tokenRequestSchema = z.object({ phone: phoneSchema, otp: otpSchema });
export const refreshRequestSchema = z.object({ refreshToken: z.string().min(1).max(256) });

export const sessionUserSchema = z
  .object({ id: idSchema, name: z.string(), roles: z.array(roleSchema) })
  .meta({ id: "SessionUser" });
export type SessionUser = z.infer<typeof sessionUserSchema>;

export const tokensSchema = z
  .object({
    accessToken: z.string(),
    expiresInSeconds: z.int(),
    refreshToken: z.string(),
    user: sessionUserSchema,
  })
  .meta({ id: "Tokens" });
export type Tokens = z.infer<typeof tokensSchema>;

/** What an access token says. `sub` is the user's id. */
export const accessClaimsSchema = z.object({
  sub: z.uuid(),
  roles: z.array(roleSchema),
  name: z.string(),
  /** Narrows a token to one door, such as a rider's location stream. */
  scope: z.enum(["stream"]).optional(),
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;

/** Who the caller is, for the pages where they see and change it. */
export const profileSchema = sessionUserSchema
  .extend({ phone: z.string(), locale: z.string(), isDemo: z.boolean() })
  .meta({ id: "Profile" });
export type Profile = z.infer<typeof profileSchema>;

export const LOCALES = ["en", "hi"] as const;
export const profileUpdateSchema = z.object({
  name: lineSchema(80).min(1).optional(),
  locale: z.enum(LOCALES).optional(),
});
export type ProfileUpdate = z.infer<typeof profileUpdateSchema>;

/** Opens a rider's location stream: `url` with the subprotocol `bearer.<token>`, within a minute. */
export const streamTicketSchema = z.object({ token: z.string(), expiresAt: timeSchema, url: z.string() });
