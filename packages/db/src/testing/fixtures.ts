import { randomInt, randomUUID } from "node:crypto";
import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import { priceOrder } from "@tiffin/domain/pricing/price-order";
import type { Database } from "../client.ts";
import { newId } from "../ids.ts";
import { addresses } from "../schema/addresses.ts";
import { menuItems, menuSections, openingHours, restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";
import { riders } from "../schema/dispatch.ts";
import { restaurantStaff, userRoles, users } from "../schema/identity.ts";
import { orderItems, orders } from "../schema/orders.ts";

type Role = (typeof userRoles.$inferInsert)["role"];

/** A person with a phone number that nobody else in the database has. */
export async function insertUser(db: Database, role: Role, name = "Asha"): Promise<string> {
  const id = newId();
  await db.insert(users).values({
    id,
    name,
    phone: `+9170${randomInt(10 ** 8)
      .toString()
      .padStart(8, "0")}`,
  });
  await db.insert(userRoles).values({ userId: id, role });
  return id;
}

export interface FixtureKitchen {
  readonly cityId: string;
  readonly citySlug: string;
  readonly restaurantId: string;
  readonly staffId: string;
  readonly menuItemIds: readonly [string, string];
  /** Where it stands. */
  readonly location: { readonly lat: number; readonly lng: number };
}

/** A city with one restaurant that is always open, two dishes and one member of staff. */
export async function insertKitchen(db: Database): Promise<FixtureKitchen> {
  const location = { lat: 12.9716, lng: 77.5946 };
  const cityId = newId();
  const citySlug = `town-${randomUUID().slice(0, 8)}`;
  await db.insert(cities).values({
    id: cityId,
    slug: citySlug,
    name: "Testing Town",
    timeZone: "Asia/Kolkata",
    currency: "INR",
    ...location,
    pricing: defaultPricingPolicy,
  });
  const restaurantId = newId();
  await db.insert(restaurants).values({
    id: restaurantId,
    cityId,
    name: "Udupi Krishna Bhavan",
    cuisines: ["South Indian"],
    ...location,
  });
  await db.insert(openingHours).values(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      id: newId(),
      restaurantId,
      weekday,
      opensMinute: 0,
      closesMinute: 1_440,
    })),
  );
  const sectionId = newId();
  await db.insert(menuSections).values({ id: sectionId, restaurantId, name: "Tiffin", position: 0 });
  const menuItemIds = [newId(), newId()] as const;
  await db.insert(menuItems).values([
    { id: menuItemIds[0], restaurantId, sectionId, name: "Masala Dosa", price: 9_000, isVeg: true, position: 0 },
    { id: menuItemIds[1], restaurantId, sectionId, name: "Filter Coffee", price: 4_000, isVeg: true, position: 1 },
  ]);
  const staffId = await insertUser(db, "staff", "Lakshmi");
  await db.insert(restaurantStaff).values({ userId: staffId, restaurantId });
  return { cityId, citySlug, restaurantId, staffId, menuItemIds, location };
}

/** A customer with a pin some 900 m from the fixture kitchen. */
export async function insertCustomer(db: Database): Promise<{ customerId: string; addressId: string }> {
  const customerId = await insertUser(db, "customer");
  const addressId = newId();
  await db.insert(addresses).values({
    id: addressId,
    userId: customerId,
    label: "Home",
    line1: "14 Temple Street",
    lat: 12.9756,
    lng: 77.6016,
  });
  return { customerId, addressId };
}

export async function insertRider(db: Database, cityId: string): Promise<string> {
  const userId = await insertUser(db, "rider", "Imran");
  await db.insert(riders).values({ userId, cityId, online: true, onlineSince: new Date() });
  return userId;
}

/** Many riders of a city at once, on shift. */
export async function insertRiders(db: Database, cityId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  // Numbers that nobody else in the database has: the ids' own end.
  const phone = (id: string) =>
    `+9171${BigInt(`0x${id.slice(-12)}`)
      .toString()
      .slice(-8)
      .padStart(8, "0")}`;
  await db.insert(users).values(ids.map((id) => ({ id, name: "Imran", phone: phone(id) })));
  await db.insert(userRoles).values(ids.map((userId) => ({ userId, role: "rider" as const })));
  await db.insert(riders).values(ids.map((userId) => ({ userId, cityId, online: true, onlineSince: new Date() })));
  return ids;
}

export interface FixtureOrder extends FixtureKitchen {
  readonly orderId: string;
  readonly customerId: string;
  readonly riderIds: readonly [string, ...string[]];
}

/** An order as it stands right after it was written: CREATED, not yet paid. */
export async function insertOrder(
  db: Database,
  options: { riders?: number; tip?: number } = {},
): Promise<FixtureOrder> {
  const kitchen = await insertKitchen(db);
  const riderIds: string[] = [];
  for (let count = 0; count < (options.riders ?? 1); count += 1) riderIds.push(await insertRider(db, kitchen.cityId));
  const [first, ...rest] = riderIds;
  if (first === undefined) throw new RangeError("an order's fixture needs at least one rider");
  return { ...kitchen, ...(await insertOrderAt(db, kitchen, undefined, options.tip)), riderIds: [first, ...rest] };
}

/** The same at a kitchen that is there already, of a customer of its own; by default some 900 m from the door. */
export async function insertOrderAt(
  db: Database,
  kitchen: FixtureKitchen,
  dropoff: { readonly lat: number; readonly lng: number } = { lat: 12.9756, lng: 77.6016 },
  tip = 0,
): Promise<{ readonly orderId: string; readonly customerId: string }> {
  const { customerId } = await insertCustomer(db);
  const bill = priceOrder({
    currency: "INR",
    lines: [{ name: "Masala Dosa", unitPrice: 9_000, optionPrices: [], quantity: 2, taxClass: "standard" }],
    packagingFee: 0,
    distanceMeters: 1_200,
    dropoff: { lat: 12.97, lng: 77.6 },
    tip,
    policy: defaultPricingPolicy,
  });
  const orderId = newId();
  const now = new Date();
  await db.insert(orders).values({
    id: orderId,
    number: randomUUID().slice(0, 8).toUpperCase(),
    customerId,
    restaurantId: kitchen.restaurantId,
    cityId: kitchen.cityId,
    idempotencyKey: randomUUID(),
    requestFingerprint: "fixture",
    currency: "INR",
    subtotal: bill.subtotal,
    fees: bill.fees,
    taxes: bill.taxes,
    tip: bill.tip,
    total: bill.total,
    bill,
    dropoffLat: dropoff.lat,
    dropoffLng: dropoff.lng,
    dropoffLine1: "14 Temple Street",
    distanceMeters: 1_200,
    deliveryPin: "4711",
    prepMinutes: 15,
    promisedLowAt: now,
    promisedHighAt: now,
    placedAt: now,
  });
  await db.insert(orderItems).values({
    id: newId(),
    orderId,
    position: 0,
    menuItemId: kitchen.menuItemIds[0],
    name: "Masala Dosa",
    isVeg: true,
    quantity: 2,
    unitPrice: 9_000,
  });
  return { orderId, customerId };
}
