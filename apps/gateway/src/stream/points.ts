import type { Caller } from "@tiffin/api/context";
import { validationFailed } from "@tiffin/api/errors";
import { DomainError } from "@tiffin/domain/errors";
import { readPing } from "@tiffin/domain/location/read-ping";
import { pingSchema } from "@tiffin/domain/wire/riders";

/**
 * What a rider sent, over HTTP or over the stream: one point, or `{points}`. In a list bad points are judged one by
 * one; a lone point that is malformed is a malformed request.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function pointsOf(value: unknown): readonly unknown[] {
  if (typeof value === "object" && value !== null && "points" in value) {
    if (Array.isArray(value.points)) return value.points;
    throw new DomainError("VALIDATION_FAILED", "Some fields are missing or wrong.", {
      fields: [{ path: "points", message: "a list of points" }],
    });
  }
  const ping = readPing(value);
  if (ping !== null) return [ping];
  const { error } = pingSchema.safeParse(value);
  throw error === undefined ? new DomainError("VALIDATION_FAILED", "A point can't be read.") : validationFailed(error);
}

/** @throws DomainError FORBIDDEN */
export function requireRider(caller: Pick<Caller, "roles">): void {
  if (!caller.roles.includes("rider")) throw new DomainError("FORBIDDEN", "This needs the role rider.");
}
