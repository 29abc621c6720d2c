import type { Field } from "./field-map.ts";

/** Why a row was not taken, in the order of how much it says about the file. */
export const refusalTexts = {
  MALFORMED_ROW: "could not be read or written",
  NOT_A_RESTAURANT: "something else than a place to eat",
  CLOSED_DOWN: "closed for good",
  NO_NAME: "no name, or one of over 200 characters",
  NO_LOCATION: "no coordinates",
  LOCATION_IS_ZERO: "coordinates 0,0",
  LOCATION_SWAPPED: "latitude and longitude look swapped",
  LOCATION_OUT_OF_RANGE: "coordinates that are nowhere",
  FAR_FROM_CITY: "far from the rest of the city",
  DUPLICATE: "the same restaurant or dish again",
  NO_PRICE: "a dish without a price",
  BAD_PRICE: "a price that is none",
} as const;
export type RefusalCode = keyof typeof refusalTexts;

/** What was left out of, or assumed for, a row that was taken. */
export const noteTexts = {
  NO_RATING: "without a rating",
  NO_COST: "without a cost for two",
  CURRENCY_DIFFERS: "with a cost in another currency, left out",
  HOURS_UNREADABLE: "with opening hours that could not be read: taken as open from 10:00 to 23:00",
  NO_HOURS: "without opening hours",
  HOURS_VARY: "with hours that change over the year: those of the coming week are kept",
  HOLIDAYS_UNKNOWN: "with rules for holidays that are not known for the country: left out",
  PHONE_UNREADABLE: "with a phone number that is none, left out",
  NO_TAKEAWAY: "that let nothing be taken away: listed, with orders switched off",
} as const;
export type NoteCode = keyof typeof noteTexts;

export interface Refusal {
  readonly code: RefusalCode;
  /** Which field is at fault, where it is one. */
  readonly field: Field | "";
  readonly detail: string;
}

export interface RefusedRow extends Refusal {
  readonly line: number;
  /** The row's own words, as far as they help to find it. */
  readonly name: string;
}
