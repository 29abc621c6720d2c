/** What a customer can do about a refusal. */
export type WayOut = "retry" | "kitchens" | "address" | "cart" | "payment" | "login";

const ways: Readonly<Record<string, readonly WayOut[]>> = {
  RESTAURANT_CLOSED: ["kitchens"],
  RESTAURANT_PAUSED: ["retry", "kitchens"],
  RESTAURANT_BUSY: ["retry", "kitchens"],
  RESTAURANT_NOT_ORDERABLE: ["kitchens"],
  OUT_OF_DELIVERY_AREA: ["address", "kitchens"],
  ITEM_UNAVAILABLE: ["cart"],
  ITEM_UNKNOWN: ["cart"],
  OPTIONS_INVALID: ["cart"],
  PAYMENT_DECLINED: ["payment"],
  PAYMENT_METHOD_INVALID: ["payment"],
  UNAUTHENTICATED: ["login"],
  NOT_FOUND: ["address", "kitchens"],
  VALIDATION_FAILED: ["cart"],
};

/** In the order in which they help; what may pass by itself can be tried again. */
export const waysOutOf = (code: string): readonly WayOut[] => ways[code] ?? ["retry"];
