/**
 * The people of the demo city. Phone numbers are fixed, so that a bot or a test knows them without asking anybody;
 * they can log in only where TIFFIN_DEMO=1.
 */
export const DEMO_OTP = "000000";

export type Vehicle = "bicycle" | "ebike" | "scooter" | "motorbike" | "car";

const phones = (first: number, count: number): string[] => Array.from({ length: count }, (_, i) => `+91${first + i}`);

/** Printed at the start and never played by bots: people log in with these. */
export const demoPhones = {
  customers: phones(9_000_000_001, 3),
  riders: phones(9_000_001_001, 3),
  staff: phones(9_000_002_001, 3),
  ops: phones(9_000_003_001, 1),
} as const;

/** Played by the ambient life: they cook, ride and now and then order. */
export const lifePhones = {
  customers: phones(9_000_010_001, 9),
  riders: phones(9_000_011_001, 30),
  /** Each looks after a quarter of the kitchens. */
  staff: phones(9_000_012_001, 4),
} as const;

/** Off shift until a simulation asks for them. */
export const simulationPhones = {
  customers: phones(9_000_020_001, 120),
  riders: [...phones(9_000_011_031, 7), ...phones(9_000_021_001, 193)],
  ops: phones(9_000_023_001, 1),
} as const;
