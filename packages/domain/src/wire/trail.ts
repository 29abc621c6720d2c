import { z } from "zod";
import { TRAIL_FLAG_NAMES } from "../location/trail-flags.ts";
import { idSchema, locationSchema, timeSchema } from "./common.ts";

/** Farther apart than this nobody looks at once: the trail lies in a partition a day. */
export const MAX_TRAIL_DAYS = 31;

const windowShape = {
  from: timeSchema.optional().describe("a day before `to`, unless given"),
  to: timeSchema.optional().describe("now, unless given"),
};

export const trailQuerySchema = z.object({
  ...windowShape,
  limit: z.int().min(1).max(1_000).default(500),
  cursor: z.string().max(300).optional(),
});

const trailFlagSchema = z.enum(TRAIL_FLAG_NAMES as [(typeof TRAIL_FLAG_NAMES)[number]]);
export const trailPointSchema = z
  .object({
    location: locationSchema,
    recordedAt: timeSchema,
    receivedAt: timeSchema,
    seq: z.int(),
    accuracy: z.number().nullable().describe("meters"),
    heading: z.number().nullable().describe("degrees clockwise from north"),
    speed: z.number().nullable().describe("meters a second"),
    late: z.boolean().describe("came too late to be shown live"),
    flags: z.array(trailFlagSchema).describe("what is odd about it"),
  })
  .meta({ id: "TrailPoint" });
export const trailPageSchema = z
  .object({
    rider: z.object({ id: idSchema, name: z.string() }),
    from: timeSchema,
    to: timeSchema,
    items: z.array(trailPointSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "TrailPage" });
export type TrailPage = z.infer<typeof trailPageSchema>;

export const suspectsQuerySchema = z.object({
  city: z.string().min(1).max(100).describe("the city's slug"),
  ...windowShape,
  limit: z.int().min(1).max(200).default(50),
});
export const suspectsSchema = z
  .object({
    from: timeSchema,
    to: timeSchema,
    items: z.array(
      z.object({
        rider: z.object({ id: idSchema, name: z.string() }),
        flagged: z.int().describe("points with any flag"),
        counts: z.record(trailFlagSchema, z.int()),
        lastAt: timeSchema,
      }),
    ),
  })
  .meta({ id: "Suspects" });
export type Suspects = z.infer<typeof suspectsSchema>;
