import type { Ride } from "@tiffin/domain/wire/riders";

/** What the one big button does next. `wait` means that only the kitchen can move this order on. */
export type NextStep =
  | "arrive-at-restaurant"
  | "wait-for-food"
  | "pick-up"
  | "arrive-at-customer"
  | "hand-over"
  | "none";

export function nextStep(ride: Pick<Ride, "status" | "orderStatus">): NextStep {
  switch (ride.status) {
    case "ASSIGNED":
      return "arrive-at-restaurant";
    case "AT_RESTAURANT":
      return ride.orderStatus === "READY" ? "pick-up" : "wait-for-food";
    case "PICKED_UP":
      return "arrive-at-customer";
    case "AT_CUSTOMER":
      return "hand-over";
    case "DELIVERED":
    case "CANCELLED":
      return "none";
    default:
      return ride.status satisfies never;
  }
}

export type PhoneKind = "android" | "apple" | "other";

/** By what the browser says of itself; where nobody says anything, a web address works everywhere. */
export function phoneKind(agent = typeof navigator === "undefined" ? "" : navigator.userAgent): PhoneKind {
  if (/Android/.test(agent)) return "android";
  return /iPhone|iPad|iPod/.test(agent) ? "apple" : "other";
}

/** Opens the phone's own choice of maps; coordinates only, nothing of the order. */
export function navigationLink(stop: { location: { lat: number; lng: number } }, phone: PhoneKind): string {
  const { lat, lng } = stop.location;
  switch (phone) {
    case "android":
      return `geo:${lat},${lng}?q=${lat},${lng}`;
    case "apple":
      return `https://maps.apple.com/?daddr=${lat},${lng}&dirflg=d`;
    case "other":
      return `https://www.google.com/maps/dir/?api=1&travelmode=driving&destination=${lat},${lng}`;
    default:
      return phone satisfies never;
  }
}
