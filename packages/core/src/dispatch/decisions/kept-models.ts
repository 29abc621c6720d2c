import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { dispatchModels } from "@tiffin/db/schema/dispatch";
import { dispatchModelSchema, learnedScorer, type DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";
import { handSetScorer, type Scorer } from "@tiffin/domain/dispatch/scorer";

/**
 * Keeps a model, so that what is decided by it can be replayed. Once is enough.
 * @throws Error where another model of the same version has been planned by: nobody could tell their decisions apart
 */
export async function keepModel(db: Database, model: DispatchModel): Promise<void> {
  const { version } = model;
  await db.insert(dispatchModels).values({ version, model }).onConflictDoNothing();
  const kept = await modelOf(db, version);
  if (!isDeepStrictEqual(kept, model))
    throw new Error(`another dispatch model ${version} is kept already: give this one a version of its own`);
}

/** Who scored under this version; null when nobody kept it, or its inputs are not known any more. */
export async function scorerOf(db: Database, version: string): Promise<Scorer | null> {
  if (version === handSetScorer.version) return handSetScorer;
  const model = await modelOf(db, version);
  return model === null ? null : learnedScorer(model);
}

async function modelOf(db: Database, version: string): Promise<DispatchModel | null> {
  const [row] = await db.select().from(dispatchModels).where(eq(dispatchModels.version, version));
  return dispatchModelSchema.safeParse(row?.model).data ?? null;
}
