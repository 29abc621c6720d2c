import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instance } from "./instance.ts";
import type { Replay } from "./replay.ts";

/** Writes a replay as the three files that the MDRP library's evaluator reads: space separated, whole minutes. */
export async function writeSolution(folder: string, instance: Instance, { carried, moves }: Replay): Promise<void> {
  await mkdir(folder, { recursive: true });
  const assignments = carried
    .toSorted((a, b) => a.assignedAt - b.assignedAt)
    .map(({ assignedAt, pickupAt, courierId, orders }) =>
      [minutes(assignedAt), minutes(pickupAt), courierId, ...orders.map(({ order }) => order.id)].join(" "),
    );
  const brought = new Map(
    carried.flatMap(({ courierId, pickupAt, orders }) =>
      orders.map(({ order, dropoffAt }) => [order.id, { courierId, pickupAt, dropoffAt }] as const),
    ),
  );
  const orders = instance.orders.map(({ id, placedAt, readyAt }) => {
    const one = brought.get(id);
    // What was not delivered is "not a number" to the evaluator.
    const rest =
      one === undefined ? ["NaN", "NaN", "NaN"] : [minutes(one.pickupAt), minutes(one.dropoffAt), one.courierId];
    return [id, minutes(placedAt), minutes(readyAt), ...rest].join(" ");
  });
  const place = new Map(instance.couriers.map(({ id }, index) => [id, index]));
  const legs = moves
    .toSorted((a, b) => place.get(a.courierId)! - place.get(b.courierId)! || a.departsAt - b.departsAt)
    .map(({ courierId, departsAt, from, to }) => [courierId, minutes(departsAt), from, to].join(" "));
  const write = (name: string, header: string, lines: readonly string[]) =>
    writeFile(join(folder, `solution_info_${name}.txt`), [header, ...lines, ""].join("\n"));
  await Promise.all([
    write("assignments", "assignment_time pickup_time courier orders", assignments),
    write("orders", "order placement_time ready_time pickup_time dropoff_time courier", orders),
    write("couriers", "courier departure_time origin destination", legs),
  ]);
}

const minutes = (seconds: number) => Math.round(seconds / 60);
