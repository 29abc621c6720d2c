import { type PushMessage, pushMessageSchema } from "@tiffin/domain/wire/push";
import { describe, expect, it } from "vitest";
import { readPush } from "./read-push.ts";

const message: PushMessage = {
  kind: "offer.created",
  title: "New order: ₹57",
  body: "Mayura Darshini, then 1.2 km to the customer.",
  url: "/",
  tag: "offer",
  at: "2026-01-01T12:00:00.000Z",
  expiresAt: "2026-01-01T12:00:10.000Z",
  lastsMs: 9_400,
  locale: "hi",
  sticky: true,
};

describe("what a service worker reads", () => {
  it("is what the server's schema says", () => {
    expect(readPush(JSON.stringify(pushMessageSchema.parse(message)))).toEqual(message);
    const { expiresAt: _, lastsMs: __, ...lasting } = message;
    expect(readPush(JSON.stringify({ ...lasting, later: "field", lastsMs: "soon" }))).toEqual(lasting);
  });

  it("is nothing where it is none of ours, and leads nowhere else", () => {
    for (const text of [undefined, "", "hello", "null", "[]", "{}", JSON.stringify({ ...message, at: "soon" })]) {
      expect(readPush(text)).toBeNull();
    }
    for (const url of ["https://example.org/", "//example.org", "javascript:1", 7]) {
      expect(readPush(JSON.stringify({ ...message, url }))).toBeNull();
    }
  });
});
