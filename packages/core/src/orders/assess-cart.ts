import type { AddressRow } from "@tiffin/db/queries/addresses";
import { findCart, type CartDish } from "@tiffin/db/queries/carts";
import type { RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { whyUndeliverable } from "@tiffin/domain/deliverability/deliverability";
import { estimateNewOrder, type EtaRange } from "@tiffin/domain/eta/estimate";
import { kitchenSeconds } from "@tiffin/domain/eta/kitchen-load";
import { chooseOptions, type PickedOption } from "@tiffin/domain/order/choose-options";
import { priceOrder, type PricedOrder } from "@tiffin/domain/pricing/price-order";
import type { QuoteRequest } from "@tiffin/domain/wire/orders";
import { restaurantState } from "../catalog/index.ts";
import { whyNoSlot } from "./order-window.ts";
import type { OrderServices } from "./services.ts";

export interface CartLine {
  readonly item: CartDish;
  readonly quantity: number;
  readonly options: readonly PickedOption[];
  readonly note: string | null;
}

/** A cart as it stands against the menu, the clock and the map. */
export interface Assessment {
  readonly record: RestaurantRecord;
  readonly address: AddressRow;
  readonly lines: readonly CartLine[];
  readonly bill: PricedOrder;
  readonly distanceMeters: number;
  readonly eta: EtaRange;
  /** Until it would be ready: cooking, and waiting while the kitchen is busy. Whole minutes. */
  readonly kitchenMinutes: number;
  /** Why it can't be had right now, though it can be priced; null when it can. */
  readonly refusal: DomainError | null;
}

export type AssessServices = Pick<OrderServices, "db" | "findTravel" | "kitchenLoads">;

/**
 * Prices a cart from the database: the caller says which dishes and where to, never what they cost.
 *
 * @throws DomainError what can't even be priced: NOT_FOUND (restaurant, or an address that isn't the caller's),
 * RESTAURANT_NOT_ORDERABLE, ITEM_UNKNOWN, OPTIONS_INVALID, VALIDATION_FAILED (tip)
 */
export async function assessCart(
  { db, findTravel, kitchenLoads }: AssessServices,
  customerId: string,
  request: QuoteRequest,
  now: Date,
): Promise<Assessment> {
  const { restaurantId, addressId } = request;
  const dishIds = [...new Set(request.items.map((line) => line.menuItemId))];
  const record = await findCart(db, { restaurantId, customerId, addressId, dishIds });
  if (record === undefined) throw notFound("restaurant");
  const { restaurant, city, address, dishes } = record;
  if (address === null) throw notFound("address");
  if (!record.hasMenu) throw notOrderable(record);
  const lines = cartLines(request, dishes);
  const [[travel], loads] = await Promise.all([findTravel(city.id, address, [restaurant]), kitchenLoads.of(city.id)]);
  const kitchen = { prepMinutes: restaurant.prepMinutes, openTickets: loads.get(restaurant.id) ?? 0 };
  if (travel === undefined) throw new RangeError("no travel for the one restaurant that was asked about");
  const { distanceMeters, durationSeconds } = travel;
  const bill = priceOrder({
    currency: city.currency,
    lines: lines.map(({ item, quantity, options }) => ({
      name: item.name,
      unitPrice: item.price,
      optionPrices: options.map((option) => option.price),
      quantity,
      taxClass: item.taxClass,
    })),
    packagingFee: restaurant.packagingFee,
    distanceMeters,
    dropoff: address,
    tip: tipIn(city.currency, request.tip),
    policy: city.pricing,
  });
  const refusal = whyNot(record, lines, distanceMeters, now) ?? (await whyNoSlot(db, restaurant, now));
  return {
    record,
    address,
    lines,
    bill,
    distanceMeters,
    eta: estimateNewOrder(kitchen, durationSeconds),
    kitchenMinutes: Math.ceil(kitchenSeconds(kitchen) / 60),
    refusal,
  };
}

function cartLines(request: QuoteRequest, items: readonly CartDish[]): CartLine[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return request.items.map(({ menuItemId, quantity, optionIds, note }, index) => {
    const item = byId.get(menuItemId);
    if (item === undefined) {
      throw new DomainError("ITEM_UNKNOWN", "A dish of this order isn't on this restaurant's menu.", {
        fields: [{ path: `items.${index}.menuItemId`, message: "not on this menu" }],
      });
    }
    return {
      item,
      quantity,
      options: chooseOptions(item, optionIds ?? [], `items.${index}`),
      note: note === undefined || note === "" ? null : note,
    };
  });
}

function tipIn(currency: string, tip: QuoteRequest["tip"]): number {
  if (tip === undefined || typeof tip === "number") return tip ?? 0;
  if (tip.currency !== currency || tip.amount < 0) {
    throw new DomainError("VALIDATION_FAILED", `A tip here is a positive amount in ${currency}.`, {
      fields: [{ path: "tip", message: `minor units of ${currency}` }],
    });
  }
  return tip.amount;
}

function whyNot(
  record: RestaurantRecord,
  lines: readonly CartLine[],
  distanceMeters: number,
  now: Date,
): DomainError | null {
  const { restaurant } = record;
  const state = restaurantState(record, now);
  const { deliveryRadiusMeters } = restaurant;
  const reason = whyUndeliverable({ ...state, streetMeters: distanceMeters, deliveryRadiusMeters });
  switch (reason) {
    case null:
      break;
    case "RESTAURANT_NOT_ORDERABLE":
      return notOrderable(record);
    case "RESTAURANT_CLOSED":
      return new DomainError(reason, `${restaurant.name} is closed now.`, {
        extra: { nextOpensAt: state.nextOpensAt?.toISOString() ?? null },
      });
    case "RESTAURANT_PAUSED":
      return new DomainError(reason, `${restaurant.name} takes no orders for the moment.`);
    case "OUT_OF_DELIVERY_AREA":
      return new DomainError(reason, `${restaurant.name} doesn't deliver that far.`, {
        extra: { distanceMeters, deliveryRadiusMeters },
      });
  }
  const soldOut = lines.flatMap(({ item }, index) => (item.available ? [] : [{ item, index }]));
  if (soldOut.length > 0) {
    return new DomainError("ITEM_UNAVAILABLE", `Sold out: ${soldOut.map(({ item }) => item.name).join(", ")}.`, {
      fields: soldOut.map(({ index }) => ({ path: `items.${index}.menuItemId`, message: "sold out" })),
    });
  }
  return null;
}

function notOrderable({ restaurant }: RestaurantRecord): DomainError {
  return new DomainError("RESTAURANT_NOT_ORDERABLE", `${restaurant.name} can't be ordered from here.`);
}
