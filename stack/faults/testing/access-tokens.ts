import { createPrivateKey, randomUUID, sign, type webcrypto } from "node:crypto";
import type { Role } from "@tiffin/domain/wire/identity";
import type { FaultWorld } from "./fault-world.ts";

const SECONDS = 3_600;

/** Access tokens as the gateway issues them (EdDSA): a thousand riders need not log in one by one. */
export const riderTokens = (world: FaultWorld, riderIds: readonly string[]) => accessTokens(world, "rider", riderIds);

/** The same for people of another role. */
export function accessTokens({ signingKey }: FaultWorld, role: Role, userIds: readonly string[]): string[] {
  const { kid, ...jwk } = JSON.parse(signingKey) as webcrypto.JsonWebKey & { kid: string };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1_000);
  return userIds.map((sub) => {
    const claims = { sub, name: "Imran", roles: [role], iss: "tiffin", aud: "tiffin-api", jti: randomUUID() };
    const head = encode({ alg: "EdDSA", kid, typ: "at+jwt" });
    const text = `${head}.${encode({ ...claims, iat: now, exp: now + SECONDS })}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
  });
}
