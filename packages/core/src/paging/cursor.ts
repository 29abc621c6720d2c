import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { DomainError } from "@tiffin/domain/errors";

const envelopeSchema = z.tuple([z.string(), z.unknown()]);

/**
 * A place in a list, for its reader to hand back. Signed, and bound to `scope` (the list and its filters): a forged one,
 * or one of another list, is refused rather than answered with nonsense.
 */
export function sealCursor(secret: string, scope: string, position: unknown): string {
  const body = Buffer.from(JSON.stringify([fingerprint(scope), position])).toString("base64url");
  return `${body}.${sign(secret, body)}`;
}

/** What {@link sealCursor} sealed. @throws DomainError VALIDATION_FAILED naming the field `cursor` */
export function openCursor<T>(secret: string, scope: string, cursor: string, schema: z.ZodType<T>): T {
  const [body = "", signature = ""] = cursor.split(".");
  const expected = Buffer.from(sign(secret, body));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw foreignCursor();
  const envelope = envelopeSchema.safeParse(JSON.parse(Buffer.from(body, "base64url").toString()));
  const position =
    envelope.success && envelope.data[0] === fingerprint(scope) ? schema.safeParse(envelope.data[1]) : null;
  if (position === null || !position.success) throw foreignCursor();
  return position.data;
}

function sign(secret: string, body: string): string {
  return createHmac("sha256", secret).update(`cursor:${body}`).digest("base64url").slice(0, 27);
}

function fingerprint(scope: string): string {
  return createHash("sha256").update(scope).digest("base64url").slice(0, 16);
}

function foreignCursor(): DomainError {
  return new DomainError("VALIDATION_FAILED", "This cursor doesn't belong to this list.", {
    fields: [{ path: "cursor", message: "use nextCursor of the page before, with the same filters" }],
  });
}
