/** Edits between two words, a swap of neighbours counting as one (optimal string alignment); stops counting above `max`. */
export function editDistance(a: string, b: string, max: number): number {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) > max) return max + 1;
  let beforeLast: number[] = [];
  let last = right.map((_, column) => column + 1);
  last.unshift(0);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, beforeLast[column - 2]! + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > max) return max + 1;
    [beforeLast, last] = [last, current];
  }
  return last[right.length]!;
}
