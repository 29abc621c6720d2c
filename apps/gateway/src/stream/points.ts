import type { Caller } from "@tiffin/api/context";
import { validationFailed } from "@tiffin/api/errors";
import { DomainError } from "@tiffin/domain/errors";
import { pingSchema, type PingAnswer } from "@tiffin/domain/wire/riders";
import type { Gateway } from "../http/types.ts";

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
  const point = pingSchema.safeParse(value);
  if (!point.success) throw validationFailed(point.error);
  return [point.data];
}

/** @throws DomainError PAYLOAD_TOO_LARGE, UNAVAILABLE, NOT_FOUND for a rider without a city. */
export async function takePoints(
  { services, metrics }: Gateway,
  riderId: string,
  points: readonly unknown[],
  now: Date,
): Promise<PingAnswer> {
  const answer = await services.location.ingest(riderId, points, now);
  metrics.points.inc({ outcome: "accepted" }, answer.accepted);
  metrics.points.inc({ outcome: "rejected" }, answer.rejected.length);
  return answer;
}

/** @throws DomainError FORBIDDEN */
export function requireRider(caller: Pick<Caller, "roles">): void {
  if (!caller.roles.includes("rider")) throw new DomainError("FORBIDDEN", "This needs the role rider.");
}
