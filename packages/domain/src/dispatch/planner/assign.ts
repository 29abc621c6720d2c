/**
 * Minimum-cost assignment of rows to columns after Jonker & Volgenant, "A Shortest Augmenting Path Algorithm for Dense and
 * Sparse Linear Assignment Problems" (1987): augmenting row reduction first, which settles most rows cheaply, then one
 * shortest augmenting path for each row that is left. Their column reduction is left out, since with more columns than
 * rows a column that nobody takes must keep its price of nothing. O(rows² × columns) at worst; needs rows ≤ columns.
 *
 * @param cost finite numbers, row by row
 * @returns the column of each row; every row has one
 */
export function assignRows(cost: readonly Float64Array[], columns: number): Int32Array {
  const rows = cost.length;
  if (rows > columns) throw new RangeError(`${rows} rows do not fit ${columns} columns`);
  const state: Assignment = {
    cost,
    columns,
    price: new Float64Array(columns),
    rowOf: new Int32Array(columns).fill(-1),
    columnOf: new Int32Array(rows).fill(-1),
  };
  let free = Array.from({ length: rows }, (_, row) => row);
  if (columns > 1) for (let pass = 0; pass < 2; pass += 1) free = reduceRows(state, free);
  const search = {
    distance: new Float64Array(columns),
    cameFrom: new Int32Array(columns),
    order: new Int32Array(columns),
  };
  for (const row of free) augment(state, row, search);
  return state.columnOf;
}

interface Assignment {
  readonly cost: readonly Float64Array[];
  readonly columns: number;
  /** What taking a column costs beside its cost; 0 as long as nobody has it, else at most 0. */
  readonly price: Float64Array;
  /** -1: nobody's. */
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
}

/** Gives each row its best column at the price that makes it no better than its second; returns the rows left without. */
function reduceRows({ cost, columns, price, rowOf, columnOf }: Assignment, rows: readonly number[]): number[] {
  const queue = [...rows];
  const left: number[] = [];
  // Every step but those that end a row lowers a price; with ties and rounding that may take long, so it is bounded.
  let steps = 4 * columnOf.length + rows.length;
  for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
    if (steps <= 0) {
      left.push(row);
      continue;
    }
    steps -= 1;
    const costs = cost[row]!;
    let best = -1;
    let second = -1;
    let bestCost = Infinity;
    let secondCost = Infinity;
    for (let column = 0; column < columns; column += 1) {
      const reduced = costs[column]! - price[column]!;
      if (reduced >= secondCost) continue;
      if (reduced < bestCost) {
        second = best;
        secondCost = bestCost;
        best = column;
        bestCost = reduced;
      } else {
        second = column;
        secondCost = reduced;
      }
    }
    let before = rowOf[best]!;
    const isClear = bestCost < secondCost;
    if (isClear) price[best]! -= secondCost - bestCost;
    else if (before >= 0) {
      best = second;
      before = rowOf[best]!;
    }
    rowOf[best] = row;
    columnOf[row] = best;
    if (before < 0) continue;
    columnOf[before] = -1;
    if (isClear) queue.push(before);
    else left.push(before);
  }
  return left.reverse();
}

interface Search {
  readonly distance: Float64Array;
  readonly cameFrom: Int32Array;
  /** The columns: first those whose distance is final, then those that are next, then the others. */
  readonly order: Int32Array;
}

/** Finds the cheapest way of giving this row a column, moving others where that pays. */
function augment({ cost, columns, price, rowOf, columnOf }: Assignment, free: number, search: Search): void {
  const { distance, cameFrom, order } = search;
  const start = cost[free]!;
  for (let column = 0; column < columns; column += 1) {
    distance[column] = start[column]! - price[column]!;
    cameFrom[column] = free;
    order[column] = column;
  }
  let final = 0;
  let next = 0;
  let shortest = 0;
  let end = -1;
  let settled = 0;
  while (end < 0) {
    if (final === next) {
      settled = final;
      shortest = distance[order[next]!]!;
      next += 1;
      for (let at = next; at < columns; at += 1) {
        const column = order[at]!;
        if (distance[column]! > shortest) continue;
        if (distance[column]! < shortest) {
          next = final;
          shortest = distance[column]!;
        }
        order[at] = order[next]!;
        order[next] = column;
        next += 1;
      }
      for (let at = final; at < next && end < 0; at += 1) if (rowOf[order[at]!]! < 0) end = order[at]!;
      if (end >= 0) break;
    }
    const reached = order[final]!;
    final += 1;
    const row = rowOf[reached]!;
    const costs = cost[row]!;
    const offset = costs[reached]! - price[reached]! - shortest;
    for (let at = next; at < columns && end < 0; at += 1) {
      const column = order[at]!;
      const through = costs[column]! - price[column]! - offset;
      if (through >= distance[column]!) continue;
      cameFrom[column] = row;
      distance[column] = through;
      if (through > shortest) continue;
      if (rowOf[column]! < 0) end = column;
      else {
        order[at] = order[next]!;
        order[next] = column;
        next += 1;
      }
    }
  }
  for (let at = 0; at < settled; at += 1) {
    const column = order[at]!;
    price[column]! += distance[column]! - shortest;
  }
  for (let column = end; ;) {
    const row = cameFrom[column]!;
    rowOf[column] = row;
    const before = columnOf[row]!;
    columnOf[row] = column;
    if (row === free) return;
    column = before;
  }
}

/**
 * Who does what, when doing nothing is allowed: `cost[job][worker]` against `skip[job]`, what it costs to leave that job
 * undone. Minimises the sum, with what a job saves counted in whole
 * units: integers add up exactly, so what is as good as equal is equal, and ties are cheap. Infinite costs are never chosen.
 *
 * @returns the worker of each job, or -1
 */
export function assignJobs(cost: readonly Float64Array[], skip: Float64Array, workers: number): Int32Array {
  const jobs = skip.length;
  const worker = new Int32Array(jobs).fill(-1);
  if (jobs === 0 || workers === 0) return worker;
  // What doing it saves. With the smaller side as rows, whoever does nothing takes a column that nobody else needs.
  const jobsAreRows = jobs <= workers;
  const [rows, columns] = jobsAreRows ? [jobs, workers] : [workers, jobs];
  const matrix = Array.from({ length: rows }, () => new Float64Array(columns));
  for (let job = 0; job < jobs; job += 1) {
    const costs = cost[job]!;
    const undone = skip[job]!;
    for (let who = 0; who < workers; who += 1) {
      const gain = Math.round(costs[who]! - undone);
      if (gain >= 0) continue;
      if (jobsAreRows) matrix[job]![who] = gain;
      else matrix[who]![job] = gain;
    }
  }
  assignRows(matrix, columns).forEach((column, row) => {
    if (matrix[row]![column]! >= 0) return;
    if (jobsAreRows) worker[row] = column;
    else worker[column] = row;
  });
  return worker;
}
