import { readFileSync } from "node:fs";
import { z } from "zod";

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** A criterion over one restaurant as the catalogue has it; all of its keys must hold. */
export interface Criterion {
  /** One of these phrases stands in its name, in whole words (a plural's s may follow). */
  readonly name?: string | readonly string[] | undefined;
  /** That is its name, all of it. */
  readonly nameIs?: string | undefined;
  /** One of its cuisines. */
  readonly cuisine?: string | readonly string[] | undefined;
  /** The cuisine it lists first. */
  readonly mainCuisine?: string | readonly string[] | undefined;
  /** One of these phrases stands in the name of one of its dishes. */
  readonly dish?: string | readonly string[] | undefined;
  /** One of these phrases stands in its address. */
  readonly area?: string | readonly string[] | undefined;
  readonly pureVeg?: boolean | undefined;
  /** In whole units of its currency; one whose cost isn't known doesn't fit. */
  readonly maxCostForTwo?: number | undefined;
  readonly withinKm?: number | undefined;
  readonly beyondKm?: number | undefined;
  readonly ratedBelow?: number | undefined;
  readonly unrated?: boolean | undefined;
  readonly all?: readonly Criterion[] | undefined;
  readonly any?: readonly Criterion[] | undefined;
}

const criterionSchema: z.ZodType<Criterion> = z.lazy(() =>
  z
    .object({
      name: texts.optional(),
      nameIs: z.string().optional(),
      cuisine: texts.optional(),
      mainCuisine: texts.optional(),
      dish: texts.optional(),
      area: texts.optional(),
      pureVeg: z.boolean().optional(),
      maxCostForTwo: z.number().optional(),
      withinKm: z.number().optional(),
      beyondKm: z.number().optional(),
      ratedBelow: z.number().optional(),
      unrated: z.boolean().optional(),
      all: z.array(criterionSchema).min(1).optional(),
      any: z.array(criterionSchema).min(1).optional(),
    })
    .strict()
    .refine((criterion) => Object.keys(criterion).length > 0, "a criterion says something"),
);

const gradeSchema = z.int().min(1).max(3);
const needSchema = z
  .object({
    intent: z.string().min(1),
    /** Whether distance and rating count, as they do for a kind of food; they don't where one restaurant is meant. */
    felt: z.boolean().default(true),
    /** The first that fits decides. */
    grades: z.array(z.object({ grade: gradeSchema, when: criterionSchema }).strict()).min(1),
  })
  .strict();
const filtersSchema = z
  .object({
    minRating: z.number().optional(),
    /** Minor units, as the API takes it. */
    maxCostForTwo: z.int().optional(),
    veg: z.boolean().optional(),
    cuisine: z.string().optional(),
  })
  .strict();

const fileSchema = z
  .object({
    about: z.string(),
    feel: z
      .object({
        /** No demotion goes below it. */
        floor: gradeSchema,
        demote: z.array(z.object({ by: z.int().min(1), when: criterionSchema }).strict()),
      })
      .strict(),
    places: z.record(z.string(), z.object({ city: z.string(), lat: z.number(), lng: z.number() }).strict()),
    needs: z.record(z.string(), needSchema),
    queries: z.array(
      z
        .object({
          id: z.string(),
          text: z.string().min(1),
          place: z.string(),
          class: z.string(),
          need: z.string(),
          misspelt: z.boolean().default(false),
          /** Not looked at while search is being improved. */
          heldOut: z.boolean().default(false),
          filters: filtersSchema.default({}),
        })
        .strict(),
    ),
  })
  .strict()
  .superRefine((file, context) => {
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    const ids = new Set<string>();
    for (const query of file.queries) {
      if (ids.has(query.id)) complain(`two queries are called ${query.id}`);
      ids.add(query.id);
      if (file.places[query.place] === undefined) complain(`${query.id}: no place ${query.place}`);
      if (file.needs[query.need] === undefined) complain(`${query.id}: no need ${query.need}`);
    }
    const used = new Set(file.queries.map((query) => query.need));
    for (const need of Object.keys(file.needs)) if (!used.has(need)) complain(`nobody has the need ${need}`);
  });

export type Feel = z.output<typeof fileSchema>["feel"];
export type Need = z.output<typeof needSchema>;
export type Place = z.output<typeof fileSchema>["places"][string];
export type Filters = z.output<typeof filtersSchema>;

/** One search with what is wanted of it. */
export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  readonly class: string;
  readonly misspelt: boolean;
  readonly heldOut: boolean;
  readonly filters: Filters;
  readonly place: Place;
  readonly need: Need;
}

export interface JudgedQueries {
  readonly feel: Feel;
  readonly queries: readonly JudgedQuery[];
}

export function parseJudgedQueries(json: unknown): JudgedQueries {
  const file = fileSchema.parse(json);
  return {
    feel: file.feel,
    queries: file.queries.map((query) => ({
      ...query,
      place: file.places[query.place]!,
      need: file.needs[query.need]!,
    })),
  };
}

/** `bench/relevance.json`. @throws ZodError that names what is wrong with it */
export function loadJudgedQueries(): JudgedQueries {
  return parseJudgedQueries(JSON.parse(readFileSync(new URL("../../relevance.json", import.meta.url), "utf8")));
}
