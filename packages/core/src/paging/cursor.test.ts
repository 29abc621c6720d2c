import { expect, test } from "vitest";
import { z } from "zod";
import { openCursor, sealCursor } from "./cursor.ts";

const schema = z.object({ offset: z.int() });
const sealed = sealCursor("secret", "restaurants near home", { offset: 40 });

test("a cursor comes back as it was sealed", () => {
  expect(openCursor("secret", "restaurants near home", sealed, schema)).toEqual({ offset: 40 });
});

test.each([
  ["of another list", () => openCursor("secret", "restaurants near work", sealed, schema)],
  ["under another secret", () => openCursor("guess", "restaurants near home", sealed, schema)],
  ["of another shape", () => openCursor("secret", "restaurants near home", sealed, z.object({ page: z.int() }))],
  ["with a changed body", () => openCursor("secret", "restaurants near home", `x${sealed}`, schema)],
  ["without a signature", () => openCursor("secret", "restaurants near home", sealed.split(".")[0]!, schema)],
  ["that is no cursor", () => openCursor("secret", "restaurants near home", "☃", schema)],
  ["that is empty", () => openCursor("secret", "restaurants near home", "", schema)],
])("one %s is refused by name", (_what, open) => {
  expect(open).toThrow(
    expect.objectContaining({ code: "VALIDATION_FAILED", fields: [expect.objectContaining({ path: "cursor" })] }),
  );
});
