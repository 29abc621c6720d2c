import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, ExpressionError, holds, keyOf, lookupOf, valueAt, valueKey } from "./expressions.ts";

describe("conditions", () => {
  const event = { name: "a", data: { id: "x", n: 5, nothing: null, deep: { er: true }, list: [1, 2] } };

  test.each([
    ["event.data.id == 'x'", true],
    ["event.data.n > 4 && event.data.n <= 5.0", true],
    ["event.data.n + 1 == 6.0", true],
    ["event.data.deep.er", true],
    ["2 in event.data.list", true],
    ["event.data.id == async.data.id", false],
    // Missing keys count as null, however deep.
    ["event.data.missing == null", true],
    ["event.data.missing.deeper == null", true],
    ["event.data.nothing.deeper == null", true],
    ["event.data.missing == async.data.missing", true],
    ["event.data.missing == 'x'", false],
    // … and has() still tells.
    ["has(event.data.missing)", false],
    ["has(event.data.id)", true],
    // What fails on this data does not hold.
    ["event.data.missing > 5", false],
    ["event.data.id + 1 == 'x1'", false],
    // Only true is true.
    ["event.data.n", false],
  ])("%s is %s", (source, expected) => {
    expect(holds(source, { event, async: { data: { id: "y" } } })).toBe(expected);
  });

  test("an expression that does not parse is an error, not false", () => {
    expect(() => compile("event.data.id ==")).toThrow(ExpressionError);
    expect(() => holds("nothing.like.this", { event })).toThrow(ExpressionError);
  });

  test("the data is never changed by asking for what is missing", () => {
    const data = Object.freeze({ data: Object.freeze({}) });
    expect(holds("event.data.a.b.c == null", { event: data })).toBe(true);
    expect(data).toEqual({ data: {} });
  });
});

describe("keys", () => {
  test("of strings, numbers, constants and what is missing", () => {
    const event = { data: { city: "delhi", n: 7 } };
    expect(keyOf("event.data.city", event)).toBe("delhi");
    expect(keyOf("event.data.n", event)).toBe("7");
    expect(keyOf('"all"', event)).toBe("all");
    expect(keyOf('event.data.city + "-" + string(event.data.n)', event)).toBe("delhi-7");
    expect(keyOf("event.data.missing", event)).toBe("null");
    expect(keyOf(undefined, event)).toBe("");
  });

  test("equal values have equal keys, values of different types different ones", () => {
    expect(valueKey({ a: 1, b: 2 })).toBe(valueKey({ b: 2, a: 1 }));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(valueKey(structuredClone(value))).toBe(valueKey(value));
        expect(valueKey(JSON.stringify(value))).not.toBe(valueKey([value]));
      }),
    );
  });
});

describe("the part of a condition that an index answers", () => {
  const event = { data: { id: "x", n: 5 } };

  test("an equality alone needs no evaluation", () => {
    expect(lookupOf("event.data.id == async.data.id", event)).toEqual({
      path: "data.id",
      value: '"x"',
      expression: null,
    });
    expect(lookupOf("async.data.id == event.data.id", event)).toMatchObject({ path: "data.id", value: '"x"' });
    expect(lookupOf('async.data.kind == "late"', event)).toEqual({
      path: "data.kind",
      value: '"late"',
      expression: null,
    });
    expect(lookupOf("async.data.n == 5", event)).toMatchObject({ path: "data.n", value: "5", expression: null });
  });

  test("one side of && narrows, and the whole is evaluated", () => {
    const source = "async.data.amount > 3 && async.data.id == event.data.id";
    expect(lookupOf(source, event)).toEqual({ path: "data.id", value: '"x"', expression: source });
  });

  test("anything else is only evaluated", () => {
    const source = "async.data.a == 1 || async.data.b == 2";
    expect(lookupOf(source, event)).toEqual({ path: "", value: "", expression: source });
    expect(lookupOf(undefined, event)).toEqual({ path: "", value: "", expression: null });
  });

  test("the lookup finds whatever the condition holds for", () => {
    const ids = fc.constantFrom("a", "b", null, 1, 1.5, true, undefined);
    fc.assert(
      fc.property(ids, ids, (mine, theirs) => {
        const origin = { data: mine === undefined ? {} : { id: mine } };
        const coming = { data: theirs === undefined ? {} : { id: theirs } };
        const source = "event.data.id == async.data.id";
        const lookup = lookupOf(source, origin);
        const found = valueKey(valueAt(lookup.path, coming)) === lookup.value;
        expect(found).toBe(holds(source, { event: origin, async: coming }));
      }),
    );
  });
});
