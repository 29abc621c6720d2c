import { expect, it } from "vitest";
import { deleteInBatches } from "./delete-in-batches.ts";

it("goes on until a batch is not full", async () => {
  const left = [10, 10, 3];
  const limits: number[] = [];
  const gone = await deleteInBatches(10, async (limit) => {
    limits.push(limit);
    return left.shift() ?? 0;
  });
  expect([gone, limits]).toEqual([23, [10, 10, 10]]);
});

it("ends although more comes than goes; the next run goes on", async () => {
  let minutes = 0;
  const gone = await deleteInBatches(
    10,
    async (limit) => {
      minutes += 1;
      return limit;
    },
    () => minutes * 60_000,
  );
  expect(gone).toBe(20);
});
