export { createLimits, LIMITS, noLimits, type LimitKind, type Limits, type LimitServices } from "./limits.ts";
