import { describe, expect, it } from "vitest";
import { ridesInStopOrder, stopsInOrder, type RideInSequence } from "./stops.ts";

const ride = (rideId: string, change: Partial<RideInSequence> = {}): RideInSequence => ({
  rideId,
  restaurantId: "udupi",
  isPickedUp: false,
  isAtDoor: false,
  pickupOrder: 0,
  dropOrder: 0,
  ...change,
});
const told = (rides: RideInSequence[]) =>
  stopsInOrder(rides).map(({ kind, rideIds }) => `${kind} ${rideIds.join("+")}`);

describe("a rider's stops", () => {
  it("fetch the orders of one restaurant at once, and bring them door by door", () => {
    expect(told([ride("b", { dropOrder: 1 }), ride("a")])).toEqual(["pickup a+b", "dropoff a", "dropoff b"]);
  });

  it("visit neighbouring restaurants before the first door", () => {
    const rides = [
      ride("a", { restaurantId: "biryani", pickupOrder: 1 }),
      ride("b", { restaurantId: "dosa", dropOrder: 1 }),
    ];
    expect(told(rides)).toEqual(["pickup b", "pickup a", "dropoff a", "dropoff b"]);
  });

  it("leave out what is on board already", () => {
    expect(told([ride("a", { isPickedUp: true }), ride("b", { dropOrder: 1 })])).toEqual([
      "pickup b",
      "dropoff a",
      "dropoff b",
    ]);
  });

  it("send nobody away from a door with the food in hand, whatever is still to be fetched", () => {
    const here = ride("b", { isPickedUp: true, isAtDoor: true, dropOrder: 1 });
    const onBoard = ride("a", { isPickedUp: true });
    expect(told([ride("new"), onBoard, here])).toEqual(["dropoff b", "pickup new", "dropoff a", "dropoff new"]);
  });
});

it("rides are listed by their next stop: what is still to be fetched first, then by door", () => {
  const rides = [
    ride("far", { dropOrder: 2, isPickedUp: true }),
    ride("near", { isPickedUp: true }),
    ride("new", { dropOrder: 1 }),
  ];
  expect(ridesInStopOrder(rides).map(({ rideId }) => rideId)).toEqual(["new", "near", "far"]);
});
