import { eq } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { opsCities } from "../schema/ops.ts";

/** The cities that an operator is kept to; null: all of them. */
export type OpsScope = ReadonlySet<string> | null;

export async function opsScopeOf(db: DatabaseOrTransaction, opsId: string): Promise<OpsScope> {
  const rows = await db.select({ cityId: opsCities.cityId }).from(opsCities).where(eq(opsCities.userId, opsId));
  return rows.length === 0 ? null : new Set(rows.map(({ cityId }) => cityId));
}

export const isInScope = (scope: OpsScope, cityId: string): boolean => scope === null || scope.has(cityId);
