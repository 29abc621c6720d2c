import { formatMoney, type Money } from "@tiffin/domain/money/money";
import type { Texts } from "./texts.ts";

const price = (money: Money) => formatMoney(money, "en-IN", { compact: true });
const away = (meters: number) =>
  meters < 950 ? `${Math.round(meters / 50) * 50} m` : `${(meters / 1_000).toFixed(1)} km`;
const minutes = (count: number) => (count === 1 ? "1 minute" : `${count} minutes`);
const dishes = (count: number) => (count === 1 ? "1 dish" : `${count} dishes`);

const CANCELLED: Readonly<Record<string, string>> = {
  customer: "You called it off.",
  kitchen_rejected: "The kitchen could not take it.",
  kitchen_silent: "The kitchen did not answer in time.",
  payment_declined: "The payment was declined.",
  payment_expired: "The payment was not finished in time.",
  no_rider: "We found no rider for it.",
  customer_unreachable: "Our rider could not reach you.",
  food_damaged: "Something happened to the food on its way.",
  ride_failed: "Our rider could not bring it.",
};
const CANT_DELIVER: Readonly<Record<string, string>> = {
  customer_unreachable: "The rider could not reach the customer.",
  food_damaged: "The food was damaged on the way.",
  ride_failed: "The rider had to stop.",
};
const MONEY = {
  none: () => "Nothing was charged.",
  released: (total: Money) => `${price(total)} is no longer held.`,
  returned: (total: Money) => `${price(total)} is on its way back to you.`,
} as const;

export const en: Texts = {
  "order.confirmed": (of) => ({ title: "Order confirmed", body: `${of.restaurant} has your order ${of.number}.` }),
  "order.accepted": (of) =>
    of.prepMinutes === 0
      ? { title: "Your food is ready", body: `${of.restaurant} has cooked order ${of.number}.` }
      : {
          title: "Your food is being cooked",
          body: `${of.restaurant} has taken it on: ready in about ${minutes(of.prepMinutes)}.`,
        },
  "order.assigned": (of) => ({
    title: "A rider is on the way",
    body: `${of.rider ?? "A rider"} will bring your food from ${of.restaurant}.`,
  }),
  "order.delayed": (of, { minutes }) => ({
    title: "Your food needs a little longer",
    body: `${of.restaurant} needs ${minutes} more minutes for order ${of.number}.`,
  }),
  "order.picked_up": (of) => ({
    title: "On its way to you",
    body: `${of.rider ?? "Your rider"} has your food from ${of.restaurant}.`,
  }),
  "order.arriving": (of) => ({
    title: "Your food is here",
    body: `${of.rider ?? "Your rider"} is at your door. Have your PIN ready.`,
  }),
  "order.delivered": (of) => ({ title: "Delivered. Enjoy!", body: `Order ${of.number} from ${of.restaurant}.` }),
  "order.cancelled": (of) => ({
    title: `Order ${of.number} was cancelled`,
    body: `${CANCELLED[of.cancelReason ?? ""] ?? "We are sorry."} ${MONEY[of.money](of.total)}`,
  }),
  "offer.created": (of) => ({
    title: `${of.offeredOrders === 1 ? "New order" : `${of.offeredOrders} orders together`}${of.pay === null ? "" : `: ${price(of.pay)}`}`,
    body:
      of.offeredOrders === 1
        ? `${of.restaurant}, then ${away(of.distanceMeters)} to the customer. Answer now.`
        : `First ${of.restaurant}. Answer now.`,
  }),
  "offer.revoked": (of) => ({ title: "That order is gone", body: `${of.restaurant}: it is no longer free.` }),
  "ride.given": (of) => ({
    title: "You have an order",
    body: `Ops gave you order ${of.number} from ${of.restaurant}.`,
  }),
  "ride.ready": (of) => ({ title: "The food is ready", body: `${of.restaurant}, order ${of.number}.` }),
  "ride.cancelled": (of) => ({
    title: `Order ${of.number} was cancelled`,
    body: `You need not ride on. ${of.restaurant} knows, too.`,
  }),
  "ride.taken": (of) => ({
    title: `Order ${of.number} is no longer yours`,
    body: `It goes to another rider. You need not ride to ${of.restaurant}.`,
  }),
  "kitchen.new_order": (of) => ({
    title: `New order ${of.number}`,
    body: `${dishes(of.dishes)} for ${of.restaurant}.`,
  }),
  "kitchen.cancelled": (of) => ({ title: `Order ${of.number} was cancelled`, body: "Stop cooking it." }),
  "ops.undelivered": (of) => ({
    title: `Order ${of.number} was not delivered`,
    body: `${CANT_DELIVER[of.cancelReason ?? ""] ?? "See why."} The customer gets the money back.`,
  }),
  "ops.escalated": (of) => ({ title: "No rider yet", body: `Order ${of.number} from ${of.restaurant} is waiting.` }),
};
