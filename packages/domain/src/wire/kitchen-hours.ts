import { z } from "zod";
import { idSchema, lineSchema } from "./common.ts";

/** Holidays are entered for the coming year. */
export const CLOSURES_AHEAD_DAYS = 366;

const DAY_MINUTES = 1_440;

/** Minutes from local midnight; past 1440 they reach into the next day, at most a day after the opening. */
export const openingRangeSchema = z
  .object({
    weekday: z.int().min(1).max(7).describe("ISO: 1 is Monday"),
    opensMinute: z
      .int()
      .min(0)
      .max(DAY_MINUTES - 1),
    closesMinute: z
      .int()
      .min(1)
      .max(2 * DAY_MINUTES - 1),
  })
  .refine(({ opensMinute, closesMinute }) => closesMinute > opensMinute && closesMinute <= opensMinute + DAY_MINUTES, {
    path: ["closesMinute"],
    message: "after the opening, and at most a day after it",
  });

const restaurantIdSchema = idSchema.optional().describe("needed by staff of more than one restaurant");
const dateSchema = z.iso.date().describe("in the restaurant's own calendar");

export const setHoursSchema = z.object({
  restaurantId: restaurantIdSchema,
  hours: z.array(openingRangeSchema).max(100),
});
export const closeOnSchema = z.object({
  restaurantId: restaurantIdSchema,
  date: dateSchema,
  reason: lineSchema(120).optional(),
});
export const reopenOnSchema = z.object({ restaurantId: restaurantIdSchema, date: dateSchema });

/** A restaurant's week and its days off, as its staff edits them. */
export const kitchenHoursSchema = z
  .object({
    restaurantId: idSchema,
    timeZone: z.string(),
    /** What the calendar shows there. */
    today: z.string(),
    /** In the week's order. */
    hours: z.array(openingRangeSchema),
    /** From today on, the soonest first. */
    closures: z.array(z.object({ date: z.string(), reason: z.string().nullable() })),
  })
  .meta({ id: "KitchenHours" });
export type KitchenHours = z.infer<typeof kitchenHoursSchema>;
