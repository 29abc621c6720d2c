import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { DomainError, ERROR_CODES } from "@tiffin/domain/errors";
import { asDomainError, EDGES, toProblem, toTrpcError } from "./errors.ts";

const secret = "password=hunter2 at /srv/app/secret.ts";

describe("errors at the edge", () => {
  test.each(ERROR_CODES)("%s has the same status over REST and tRPC", (code) => {
    expect(getHTTPStatusCodeFromError(toTrpcError(new DomainError(code, "Because.")))).toBe(EDGES[code].status);
  });

  test("what nobody foresaw is INTERNAL, and its words stay here", () => {
    for (const thrown of [
      new Error(secret),
      new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: secret }),
      secret,
      null,
      undefined,
    ]) {
      const refusal = asDomainError(thrown);
      expect(refusal.code).toBe("INTERNAL");
      expect(JSON.stringify(toProblem(refusal, "trace"))).not.toContain("hunter2");
    }
  });

  test("a server that is away is UNAVAILABLE, however deep in the chain of causes", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const wrapped = new TRPCError({
      code: "INTERNAL_SERVER_ERROR",
      cause: new Error("Failed query", { cause: refused }),
    });
    const both = new AggregateError([refused, refused], "");
    const names = ["57P01", "08006", "53300", "57014", "40P01", "CONNECTION_CLOSED"];
    const coded = names.map((code) => new Error("Failed query", { cause: Object.assign(new Error("x"), { code }) }));
    for (const thrown of [wrapped, both, ...coded, new Error("Connection is closed.")]) {
      expect(asDomainError(thrown)).toMatchObject({ code: "UNAVAILABLE", retryAfterSeconds: 2 });
    }
    // A constraint that was violated is our mistake, not an outage.
    expect(asDomainError(Object.assign(new Error("duplicate key"), { code: "23505" })).code).toBe("INTERNAL");
  });

  test("input that doesn't fit is named by field, through tRPC too", () => {
    const parsed = z.strictObject({ place: z.object({ lat: z.number() }) }).safeParse({ place: { lat: "x" }, lng: 1 });
    const refusal = asDomainError(new TRPCError({ code: "BAD_REQUEST", cause: parsed.error }));
    expect(toProblem(refusal, "trace")).toMatchObject({
      status: 400,
      code: "VALIDATION_FAILED",
      errors: [{ path: "place.lat" }, { path: "lng" }],
    });
  });

  test("an answer of ours that doesn't fit its schema is our fault, not the caller's", () => {
    const parsed = z.number().safeParse("x");
    const thrown = new TRPCError({
      code: "INTERNAL_SERVER_ERROR",
      message: "Output validation failed",
      cause: parsed.error,
    });
    expect(asDomainError(thrown).code).toBe("INTERNAL");
  });

  test("facts stand beside the standard members and can't replace them", () => {
    const refusal = new DomainError("QUOTE_CHANGED", "Dearer now.", { extra: { status: 200, code: "OK", total: 5 } });
    expect(toProblem(refusal, "trace")).toMatchObject({
      status: 409,
      code: "QUOTE_CHANGED",
      total: 5,
      traceId: "trace",
    });
  });
});
