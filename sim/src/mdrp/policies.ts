import { greedyPolicy, plannerPolicy, type DispatchPolicy } from "@tiffin/domain/dispatch/policy";

/** The rule to beat: the nearest free rider within 3 km, at once, one order each. */
export const nearestRider: DispatchPolicy = { ...greedyPolicy, waves: [{ afterSeconds: 0, radiusMeters: 3_000 }] };

/**
 * The product's planner with its own weights, as the public days want it: couriers may be sent across the whole city and
 * called at the last moment, bundles are of one restaurant, and there is no customer at the other end who looks at a map.
 */
export const publicDays: DispatchPolicy = {
  ...plannerPolicy,
  waves: [{ afterSeconds: 0, radiusMeters: Infinity }],
  holdBackSeconds: Infinity,
  bundles: { ...plannerPolicy.bundles, maxOrders: 4, maxDelaySeconds: 1_800, neighbourSeconds: 0 },
};
