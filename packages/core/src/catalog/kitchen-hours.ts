import type { z } from "zod";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import {
  closuresFrom,
  deleteClosure,
  lockRestaurant,
  replaceWeeklyHours,
  upsertClosure,
  weeklyHours,
} from "@tiffin/db/queries/opening-hours";
import { findRestaurant, type RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { addDays, localMoment } from "@tiffin/domain/opening-hours/local-time";
import { crowdedWeekday, MAX_RANGES_A_DAY, overlappingRanges } from "@tiffin/domain/opening-hours/week-rules";
import {
  CLOSURES_AHEAD_DAYS,
  type closeOnSchema,
  type KitchenHours,
  type reopenOnSchema,
  type setHoursSchema,
} from "@tiffin/domain/wire/kitchen-hours";
import { ownKitchen, tellOfChange } from "./own-kitchen.ts";
import type { CatalogServices } from "./services.ts";

/** The week and the days off of the caller's restaurant. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function getKitchenHours(
  services: CatalogServices,
  staffId: string,
  restaurantId: string | undefined,
  now: Date,
): Promise<KitchenHours> {
  const id = await ownKitchen(services, staffId, restaurantId);
  const record = await findRestaurant(services.db, id);
  if (record === undefined) throw notFound("restaurant");
  return hoursWire(services.db, record, now);
}

/**
 * Puts a week in the place of the one that was.
 * @throws DomainError NOT_FOUND; VALIDATION_FAILED for ranges that overlap, naming the later one
 */
export async function setWeeklyHours(
  services: CatalogServices,
  staffId: string,
  { restaurantId, hours }: z.output<typeof setHoursSchema>,
  now: Date,
): Promise<KitchenHours> {
  const [overlap] = overlappingRanges(hours);
  if (overlap !== undefined) throw refused(`hours.${overlap}`, "overlaps with another range");
  const crowded = crowdedWeekday(hours);
  if (crowded !== null) throw refused("hours", `at most ${MAX_RANGES_A_DAY} ranges a day (weekday ${crowded})`);
  return change(services, staffId, restaurantId, now, (tx, { restaurant }) =>
    replaceWeeklyHours(tx, restaurant.id, hours),
  );
}

/**
 * Closes for a day: nothing that would begin on it is open, the evening before still ends after midnight.
 * @throws DomainError NOT_FOUND; VALIDATION_FAILED for a day that is over or more than a year ahead
 */
export async function closeOn(
  services: CatalogServices,
  staffId: string,
  { restaurantId, date, reason }: z.output<typeof closeOnSchema>,
  now: Date,
): Promise<KitchenHours> {
  return change(services, staffId, restaurantId, now, (tx, { restaurant, city }) => {
    const today = localMoment(now, city.timeZone).date;
    if (date < today) throw refused("date", `is over; today is ${today} there`);
    if (date > addDays(today, CLOSURES_AHEAD_DAYS)) throw refused("date", `at most ${CLOSURES_AHEAD_DAYS} days ahead`);
    return upsertClosure(tx, restaurant.id, date, reason === undefined || reason === "" ? null : reason);
  });
}

/** Takes a day off back. @throws DomainError NOT_FOUND, also when it was none; VALIDATION_FAILED */
export async function reopenOn(
  services: CatalogServices,
  staffId: string,
  { restaurantId, date }: z.output<typeof reopenOnSchema>,
  now: Date,
): Promise<KitchenHours> {
  return change(services, staffId, restaurantId, now, async (tx, { restaurant }) => {
    if (!(await deleteClosure(tx, restaurant.id, date))) throw notFound("closure");
  });
}

async function change(
  services: CatalogServices,
  staffId: string,
  named: string | undefined,
  now: Date,
  write: (tx: DatabaseOrTransaction, record: RestaurantRecord) => Promise<void>,
): Promise<KitchenHours> {
  const restaurantId = await ownKitchen(services, staffId, named);
  return services.db.transaction(async (tx) => {
    await lockRestaurant(tx, restaurantId);
    const record = await findRestaurant(tx, restaurantId);
    if (record === undefined) throw notFound("restaurant");
    await write(tx, record);
    await tellOfChange(tx, record);
    return hoursWire(tx, record, now);
  });
}

async function hoursWire(
  db: DatabaseOrTransaction,
  { restaurant, city }: RestaurantRecord,
  now: Date,
): Promise<KitchenHours> {
  const today = localMoment(now, city.timeZone).date;
  const [hours, closures] = await Promise.all([weeklyHours(db, restaurant.id), closuresFrom(db, restaurant.id, today)]);
  return { restaurantId: restaurant.id, timeZone: city.timeZone, today, hours, closures };
}

function refused(path: string, message: string): DomainError {
  return new DomainError("VALIDATION_FAILED", "These hours can't be kept.", { fields: [{ path, message }] });
}
