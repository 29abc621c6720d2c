import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignJobs } from "./assign.ts";

const rows = (matrix: readonly (readonly number[])[]) => matrix.map((row) => Float64Array.from(row));

/** Every way of sharing out the jobs, tried in turn. */
function cheapest(
  cost: readonly (readonly number[])[],
  skip: readonly number[],
  job = 0,
  taken: readonly number[] = [],
): number {
  if (job === skip.length) return 0;
  const undone = skip[job]! + cheapest(cost, skip, job + 1, taken);
  return cost[job]!.reduce((best, own, worker) => {
    if (taken.includes(worker)) return best;
    return Math.min(best, own + cheapest(cost, skip, job + 1, [...taken, worker]));
  }, undone);
}

describe("sharing out jobs", () => {
  it("takes the cheapest sum, not the cheapest first", () => {
    const cost = rows([
      [1, 3],
      [2, 100],
    ]);
    expect([...assignJobs(cost, Float64Array.of(1_000, 1_000), 2)]).toEqual([1, 0]);
  });

  it("leaves a job undone rather than paying more than that costs", () => {
    expect([...assignJobs(rows([[50], [9]]), Float64Array.of(10, 10), 1)]).toEqual([-1, 0]);
  });

  it("never gives a job to somebody who can't", () => {
    expect([...assignJobs(rows([[Infinity]]), Float64Array.of(1e9), 1)]).toEqual([-1]);
  });

  it("costs what the best of all ways costs", () => {
    const amount = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 100 }) }, fc.constant(Infinity));
    const problem = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
      .chain(([workers, jobs]) =>
        fc.tuple(
          fc.array(fc.array(amount, { minLength: workers, maxLength: workers }), { minLength: jobs, maxLength: jobs }),
          fc.array(fc.integer({ min: 0, max: 100 }), { minLength: jobs, maxLength: jobs }),
          fc.constant(workers),
        ),
      );
    fc.assert(
      fc.property(problem, ([cost, skip, many]) => {
        const workers = assignJobs(rows(cost), Float64Array.from(skip), many);
        const done = [...workers].filter((worker) => worker >= 0);
        expect(new Set(done).size).toBe(done.length);
        const total = [...workers].reduce(
          (sum, worker, job) => sum + (worker < 0 ? skip[job]! : cost[job]![worker]!),
          0,
        );
        expect(total).toBe(cheapest(cost, skip));
      }),
    );
  });
});
