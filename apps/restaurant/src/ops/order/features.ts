/** How a fact about a choice of rider is read: in the units of people, not those of the planner. */
export type FeatureKind =
  | "duration"
  /** A duration until something; before now it is told as so long ago. */
  | "until"
  | "distance"
  | "count"
  | "ratio"
  | "share"
  | "yesNo"
  | "vehicle"
  | "policy"
  | "scorer";

/** Every fact that the policies of dispatch note down with an offer, in the order in which it is read. */
export const FEATURES = {
  rideSeconds: "duration",
  doorSeconds: "duration",
  readyInSeconds: "until",
  waitSeconds: "duration",
  carrySeconds: "duration",
  lateSeconds: "duration",
  waitingSeconds: "duration",
  orders: "count",
  isAddOn: "yesNo",
  pickupMeters: "distance",
  radiusMeters: "distance",
  vehicle: "vehicle",
  idleSeconds: "duration",
  acceptance: "share",
  offersMade: "count",
  offersAccepted: "count",
  askedBefore: "count",
  candidates: "count",
  ordersPerFreeRider: "ratio",
  cost: "duration",
  nextBestCost: "duration",
  policy: "policy",
  scorer: "scorer",
} as const satisfies Record<string, FeatureKind>;
export type FeatureName = keyof typeof FEATURES;

const NAMES = Object.keys(FEATURES) as FeatureName[];
type Logged = Readonly<Record<string, string | number | boolean | null>>;

/** What was noted, in order, without what was not known; `others` are names of a time when they were called otherwise. */
export function readFeatures(logged: Logged): {
  readonly known: readonly { readonly name: FeatureName; readonly value: string | number | boolean }[];
  readonly others: readonly { readonly name: string; readonly value: string | number | boolean }[];
} {
  const noted = Object.entries(logged).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  return {
    known: NAMES.flatMap((name) => noted.flatMap((one) => (one.name === name ? [{ name, value: one.value }] : []))),
    others: noted.filter(({ name }) => !Object.hasOwn(FEATURES, name)),
  };
}

/** Hours and minutes, or minutes, or seconds: whichever a person would say. */
export function partsOf(seconds: number): {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
} {
  const size = Math.abs(seconds);
  if (size < 60) return { hours: 0, minutes: 0, seconds: Math.round(size) };
  const minutes = Math.round(size / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, seconds: 0 };
}
