import type { z } from "zod";
import { isId, newId } from "@tiffin/db/ids";
import {
  countAddresses,
  deleteAddress as removeAddress,
  insertAddress,
  listAddresses as queryAddresses,
  type AddressRow,
} from "@tiffin/db/queries/addresses";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { isPlausibleLocation } from "@tiffin/domain/geo/location";
import type { Address, addressInputSchema } from "@tiffin/domain/wire/orders";
import type { CatalogServices } from "./services.ts";

/** More than anybody needs; keeps a script from filling the table. */
const MAX_ADDRESSES = 50;

export async function listAddresses({ db }: CatalogServices, userId: string): Promise<Address[]> {
  return (await queryAddresses(db, userId)).map(toWire);
}

export type NewAddress = z.output<typeof addressInputSchema>;

/** @throws DomainError VALIDATION_FAILED for a pin in the sea at (0,0), or too many addresses */
export async function createAddress({ db }: CatalogServices, userId: string, input: NewAddress): Promise<Address> {
  if (!isPlausibleLocation(input.location)) {
    throw new DomainError("VALIDATION_FAILED", "Put the pin where the food shall go.", {
      fields: [{ path: "location", message: "no place that food could be brought to" }],
    });
  }
  if ((await countAddresses(db, userId)) >= MAX_ADDRESSES) {
    throw new DomainError("VALIDATION_FAILED", `At most ${MAX_ADDRESSES} addresses; delete one first.`);
  }
  const row = await insertAddress(db, {
    id: newId(),
    userId,
    label: input.label,
    line1: input.line1,
    lat: input.location.lat,
    lng: input.location.lng,
    notes: input.notes === undefined || input.notes === "" ? null : input.notes,
  });
  return toWire(row);
}

/** @throws DomainError NOT_FOUND */
export async function deleteAddress(
  { db }: CatalogServices,
  userId: string,
  addressId: string,
  now: Date,
): Promise<void> {
  if (!isId(addressId) || !(await removeAddress(db, userId, addressId, now))) throw notFound("address");
}

function toWire(row: AddressRow): Address {
  return {
    id: row.id,
    label: row.label,
    line1: row.line1,
    location: { lat: row.lat, lng: row.lng },
    ...(row.notes === null ? {} : { notes: row.notes }),
  };
}
