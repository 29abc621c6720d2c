import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { userRoles, users } from "@tiffin/db/schema/identity";
import type { Role, Tokens } from "@tiffin/domain/wire/identity";
import type { TestGateway } from "./test-gateway.ts";

let counter = 0;
/** A phone number that no other test has. */
export function somePhone(): string {
  counter += 1;
  return `+9198${String(Date.now() % 1_000_000).padStart(6, "0")}${String(counter % 100).padStart(2, "0")}`;
}

/** A demo account with these roles: its one-time code is 000000. */
export async function demoUser(db: Database, ...roles: Role[]): Promise<{ id: string; phone: string; name: string }> {
  const user = { id: newId(), phone: somePhone(), name: `Demo ${roles.join(" ")}`, isDemo: true };
  await db.insert(users).values(user);
  if (roles.length > 0) await db.insert(userRoles).values(roles.map((role) => ({ userId: user.id, role })));
  return user;
}

export async function logIn(gateway: TestGateway, phone: string, otp = "000000"): Promise<Tokens> {
  await gateway.post("/v1/auth/otp", { phone });
  const response = await gateway.post("/v1/auth/token", { phone, otp });
  if (!response.ok) throw new Error(`log-in was refused: ${await response.text()}`);
  return (await response.json()) as Tokens;
}

/** The headers of a caller with a fresh token. */
export async function bearerOf(gateway: TestGateway, phone: string): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${(await logIn(gateway, phone)).accessToken}` };
}
