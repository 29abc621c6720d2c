/**
 * Minimum-cost assignment of rows to columns: the Hungarian method with potentials, growing one shortest augmenting path
 * a row (Jonker & Volgenant 1987, without their initial reductions). O(rows² × columns); needs rows ≤ columns.
 *
 * @param cost finite numbers, row by row
 * @returns the column of each row; every row has one
 */
export function assignRows(cost: readonly Float64Array[], columns: number): Int32Array {
  const rows = cost.length;
  if (rows > columns) throw new RangeError(`${rows} rows do not fit ${columns} columns`);
  // One-based with a row and a column 0 that stand for "none", as is usual for this method.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);
  const slack = new Float64Array(columns + 1);
  const visited = new Uint8Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row;
    slack.fill(Infinity);
    visited.fill(0);
    let column = 0;
    do {
      visited[column] = 1;
      const current = rowOf[column]!;
      const costs = cost[current - 1]!;
      const offset = rowPotential[current]!;
      let smallest = Infinity;
      let next = 0;
      for (let other = 1; other <= columns; other += 1) {
        if (visited[other] === 1) continue;
        const reduced = costs[other - 1]! - offset - columnPotential[other]!;
        if (reduced < slack[other]!) {
          slack[other] = reduced;
          cameFrom[other] = column;
        }
        if (slack[other]! < smallest) {
          smallest = slack[other]!;
          next = other;
        }
      }
      for (let other = 0; other <= columns; other += 1) {
        if (visited[other] === 1) {
          rowPotential[rowOf[other]!]! += smallest;
          columnPotential[other]! -= smallest;
        } else slack[other]! -= smallest;
      }
      column = next;
    } while (rowOf[column] !== 0);
    // The path is found: each of its columns takes over the row of the one before.
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const assigned = new Int32Array(rows);
  for (let column = 1; column <= columns; column += 1)
    if (rowOf[column] !== 0) assigned[rowOf[column]! - 1] = column - 1;
  return assigned;
}

/**
 * Who does what, when doing nothing is allowed: `cost[worker][job]` against `skip[job]`, what it costs to leave that job
 * undone. Minimises the sum. Infinite costs are never chosen.
 *
 * @returns the worker of each job, or -1
 */
export function assignJobs(cost: readonly Float64Array[], skip: Float64Array): Int32Array {
  const jobs = skip.length;
  const workers = cost.length;
  const worker = new Int32Array(jobs).fill(-1);
  if (jobs === 0 || workers === 0) return worker;
  // What doing it saves. With the smaller side as rows, whoever does nothing takes a column that nobody else needs.
  const gain = (w: number, j: number) => Math.min(0, cost[w]![j]! - skip[j]!);
  const jobsAreRows = jobs <= workers;
  const matrix = Array.from({ length: Math.min(jobs, workers) }, (_, row) =>
    Float64Array.from({ length: Math.max(jobs, workers) }, (__, column) =>
      jobsAreRows ? gain(column, row) : gain(row, column),
    ),
  );
  assignRows(matrix, Math.max(jobs, workers)).forEach((column, row) => {
    if (matrix[row]![column]! >= 0) return;
    if (jobsAreRows) worker[row] = column;
    else worker[column] = row;
  });
  return worker;
}
