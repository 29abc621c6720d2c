import { offersOfOrders } from "@tiffin/db/queries/ops";
import { ordersInHand, ridersBeingAsked, ridersOnShift } from "@tiffin/db/queries/ops-desk";
import { groupBy } from "@tiffin/domain/collections/group-by";
import { plannerPolicy, roomOn } from "@tiffin/domain/dispatch/policy";
import type { Candidates } from "@tiffin/domain/wire/ops";
import { vehicleOf } from "../dispatch/index.ts";
import { lastPositions, SILENT_AFTER_MS } from "../location/index.ts";
import { orderOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

const MOST_RIDERS = 5_000;
const SHOWN = 100;
/** Below so many offers a share of them says nothing. */
const ENOUGH_OFFERS = 5;

/**
 * Riders on shift in an order's city: who could take it at once and is nearest comes first. The one who has it already is
 * left out. @throws DomainError NOT_FOUND
 */
export async function assignCandidates(
  { db, redis, findTravel }: Pick<OpsServices, "db" | "redis" | "findTravel">,
  opsId: string,
  orderId: string,
  now: Date,
): Promise<Candidates> {
  const { order, restaurant } = await orderOfOps(db, opsId, orderId);
  const people = (await ridersOnShift(db, order.cityId, MOST_RIDERS)).filter(({ id }) => id !== order.riderId);
  const ids = people.map(({ id }) => id);
  const [positions, inHand, asked, offers] = await Promise.all([
    lastPositions(redis, ids),
    ordersInHand(db, ids),
    ridersBeingAsked(db, ids),
    offersOfOrders(db, [orderId]),
  ]);
  const located = people.flatMap(({ id }) => {
    const position = positions.get(id);
    return position === undefined ? [] : [{ id, location: position.location }];
  });
  const travels = await findTravel(
    order.cityId,
    { lat: restaurant.lat, lng: restaurant.lng },
    located.map(({ location }) => location),
  );
  const travelOf = new Map(located.map(({ id }, index) => [id, travels[index]]));
  const carriedBy = groupBy(inHand, ({ riderId }) => riderId ?? "");
  const answers = new Map(offers.map(({ riderId, status }) => [riderId, status]));
  const items = people.map((person) => {
    const position = positions.get(person.id);
    const travel = travelOf.get(person.id);
    const carried = carriedBy.get(person.id) ?? [];
    return {
      id: person.id,
      name: person.name,
      vehicle: person.vehicle,
      isLive: position !== undefined && now.getTime() - position.heardAt.getTime() <= SILENT_AFTER_MS,
      recordedAt: position?.recordedAt.toISOString() ?? null,
      distanceMeters: travel === undefined ? null : Math.round(travel.distanceMeters),
      minutes: travel === undefined ? null : Math.ceil(travel.durationSeconds / 60),
      carries: carried.map(({ orderNumber }) => orderNumber),
      hasRoom: carried.length < roomOn(vehicleOf(person.vehicle), plannerPolicy),
      isBeingAsked: asked.has(person.id),
      answered: answers.get(person.id) ?? null,
      acceptancePercent:
        person.offersMade < ENOUGH_OFFERS ? null : Math.round((100 * person.offersAccepted) / person.offersMade),
    };
  });
  return { items: items.toSorted(bestFirst).slice(0, SHOWN) };
}

type Candidate = Candidates["items"][number];

function bestFirst(a: Candidate, b: Candidate): number {
  return (
    Number(b.hasRoom) - Number(a.hasRoom) ||
    a.carries.length - b.carries.length ||
    Number(b.isLive) - Number(a.isLive) ||
    (a.distanceMeters ?? Infinity) - (b.distanceMeters ?? Infinity) ||
    a.name.localeCompare(b.name)
  );
}
