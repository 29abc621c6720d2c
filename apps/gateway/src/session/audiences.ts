import type { Role } from "@tiffin/domain/wire/identity";

/** Whom a router and a browser's session are for. */
export const AUDIENCES = ["customer", "rider", "restaurant", "ops"] as const;
export type Audience = (typeof AUDIENCES)[number];

export function isAudience(text: string): text is Audience {
  return AUDIENCES.some((audience) => audience === text);
}

/** The role that a session of this audience needs, or one of them: the restaurants' app has the operators' page too. */
export const ROLE_OF = {
  customer: "customer",
  rider: "rider",
  restaurant: ["staff", "ops"],
  ops: "ops",
} as const satisfies Record<Audience, Role | readonly Role[]>;
