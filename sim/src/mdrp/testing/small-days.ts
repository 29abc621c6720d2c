import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type Lines = readonly string[];

/** An evening with two orders and one courier, as the MDRP library's files have it, by file. */
export const evening = {
  instance_parameters: [
    "meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\tmaximum click-to-door\tpay per order\tguaranteed pay per hour",
    "300\t5\t4\t40\t90\t10\t15",
  ],
  restaurants: ["restaurant\tx\ty", "r1\t0\t0", "r2\t4000\t3000"],
  orders: [
    "order\tx\ty\tplacement_time\trestaurant\tready_time",
    "o1\t300\t400\t12\tr1\t25",
    "o2\t4000\t0\t13\tr2\t20",
  ],
  couriers: ["courier\tx\ty\ton_time\toff_time", "c1\t100\t0\t0\t90"],
} satisfies Record<string, Lines>;

/** A day with two orders of one kitchen and one courier, in mdrp-sim's form, by file. */
export const pereira = {
  orders: [
    "order_id,pick_up_lat,pick_up_lng,drop_off_lat,drop_off_lng,placement_time,preparation_time,ready_time,expected_drop_off_time",
    "1,4.81,-75.69,4.82,-75.69,09:30:15,09:31:00,09:45:00,10:10:15",
    "2,4.81,-75.69,4.81,-75.70,18:00:00,18:00:00,17:59:00,18:40:00",
  ],
  couriers: ["courier_id,vehicle,on_lat,on_lng,on_time,off_time", "7,bicycle,4.80,-75.68,8:00:00,22:37:05"],
} satisfies Record<string, Lines>;

/** Writes it into a folder of its own below `folder`, with some files otherwise, and returns that. */
export async function writeEvening(folder: string, change: Partial<Record<keyof typeof evening, Lines>> = {}) {
  const own = join(folder, "evening");
  await mkdir(own, { recursive: true });
  await Promise.all(
    Object.entries({ ...evening, ...change }).map(([name, lines]) =>
      // Such files come with either line end.
      writeFile(join(own, `${name}.txt`), lines.join("\r\n")),
    ),
  );
  return own;
}

/** As {@link writeEvening}; returns the file of the orders. */
export async function writePereira(folder: string, change: Partial<Record<keyof typeof pereira, Lines>> = {}) {
  const own = join(folder, "pereira");
  await mkdir(own, { recursive: true });
  await Promise.all(
    Object.entries({ ...pereira, ...change }).map(([name, lines]) =>
      writeFile(join(own, `3_${name}.csv`), `${lines.join("\n")}\n`),
    ),
  );
  return join(own, "3_orders.csv");
}
