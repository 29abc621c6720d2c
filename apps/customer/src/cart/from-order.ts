import type { Order } from "@tiffin/domain/wire/orders";
import type { CartLine, CartRestaurant } from "./cart.ts";

export const restaurantOf = ({ restaurant }: Pick<Order, "restaurant">): CartRestaurant => ({
  id: restaurant.id,
  name: restaurant.name,
  citySlug: restaurant.citySlug,
  imageKey: restaurant.imageKey,
  cuisines: [],
});

/** An order's dishes as they were chosen then, at what they cost then; the cart holds them against today's menu. */
export const linesOf = ({ items }: Pick<Order, "items">): Omit<CartLine, "key">[] =>
  items.map((item) => ({
    menuItemId: item.menuItemId,
    name: item.name,
    isVeg: item.isVeg,
    imageKey: null,
    optionIds: item.options.map((option) => option.id),
    optionNames: item.options.map((option) => option.name),
    note: item.note ?? "",
    unitPrice: item.unitPrice,
    quantity: item.quantity,
  }));
