import { z } from "zod";
import { etaRangeSchema, idSchema, lineSchema, locationSchema, moneySchema } from "./common.ts";

export const RESTAURANT_SORTS = ["relevance", "distance", "rating", "eta", "cost"] as const;

/** What is typed into a search box: one line, in which even a tab is a mistake. */
const searchTextSchema = (max: number) => lineSchema(max).regex(/^[^\t\n\r]*$/, "no control characters");

/** Search with typed values; the REST door makes it from the query string. */
export const restaurantSearchSchema = z
  .object({
    lat: z.number().min(-90).max(90),
    lng: z.number().min(-180).max(180),
    q: searchTextSchema(200).optional(),
    radiusKm: z.number().positive().max(25).default(5),
    cuisine: z.array(searchTextSchema(60).min(1)).max(20).optional(),
    veg: z.boolean().optional(),
    minRating: z.number().min(0).max(5).optional(),
    maxCostForTwo: z.int().min(0).optional().describe("minor units of the city's currency"),
    openNow: z.boolean().optional(),
    sort: z.enum(RESTAURANT_SORTS).default("relevance"),
    limit: z.int().min(1).max(50).default(20),
    cursor: z.string().max(500).optional(),
    explain: z.boolean().optional().describe("each hit with the parts of its score; role ops only"),
  })
  .strict();
export type RestaurantSearch = z.output<typeof restaurantSearchSchema>;

export const matchedDishSchema = z.object({ id: idSchema, name: z.string(), price: moneySchema });

const scorePartSchema = z.object({ value: z.number(), weight: z.number() });

/** Why a restaurant stands where it does: its score is the sum of the parts' values times their weights. */
export const scoreExplanationSchema = z
  .object({
    score: z.number(),
    parts: z.object({
      text: scorePartSchema,
      distance: scorePartSchema,
      rating: scorePartSchema,
      popularity: scorePartSchema,
      open: scorePartSchema,
      deliverable: scorePartSchema,
      taste: scorePartSchema,
    }),
  })
  .meta({ id: "ScoreExplanation" });

export const restaurantCardSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    cuisines: z.array(z.string()),
    location: locationSchema,
    distanceMeters: z.int(),
    rating: z.number().nullable(),
    ratingCount: z.int(),
    costForTwo: moneySchema.nullable(),
    isOpen: z.boolean(),
    isPureVeg: z.boolean(),
    etaMinutes: etaRangeSchema,
    matchedDishes: z.array(matchedDishSchema),
    imageUrl: z.string().nullable(),
    localName: z.string().nullable(),
    /** Which art the apps draw where there is no photograph. */
    imageKey: z.string().nullable(),
    /** Whether an order can be placed now from the searched place. */
    canDeliver: z.boolean(),
    /** When a closed kitchen opens next; null while it is open, and when it doesn't say. */
    nextOpensAt: z.string().nullable().optional(),
    /** With `explain`. */
    explain: scoreExplanationSchema.optional(),
  })
  .meta({ id: "RestaurantCard" });
export type RestaurantCard = z.infer<typeof restaurantCardSchema>;

export const facetsSchema = z.object({
  cuisines: z.record(z.string(), z.int()),
  rating: z.record(z.string(), z.int()),
  costForTwo: z.record(z.string(), z.int()),
  veg: z.record(z.string(), z.int()),
  openNow: z.record(z.string(), z.int()),
});

export const restaurantPageSchema = z
  .object({
    items: z.array(restaurantCardSchema),
    facets: facetsSchema,
    total: z.int(),
    nextCursor: z.string().nullable(),
    tookMs: z.number(),
    /** True when search is away for the moment and this is what it found before. */
    stale: z.boolean().optional(),
  })
  .meta({ id: "RestaurantPage" });
export type RestaurantPage = z.infer<typeof restaurantPageSchema>;

export const suggestQuerySchema = z.object({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  q: searchTextSchema(100).min(1),
});
export const suggestionsSchema = z
  .object({
    restaurants: z.array(z.object({ id: idSchema, name: z.string(), distanceMeters: z.int() })),
    dishes: z.array(z.object({ name: z.string(), restaurantCount: z.int() })),
    cuisines: z.array(z.object({ name: z.string(), restaurantCount: z.int() })),
  })
  .meta({ id: "Suggestions" });
export type Suggestions = z.infer<typeof suggestionsSchema>;

export const menuItemSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    description: z.string(),
    price: moneySchema,
    isVeg: z.boolean(),
    available: z.boolean(),
    /** Sold out until then; null for what is available, and where nobody knows. */
    unavailableUntil: z.string().nullable(),
    imageKey: z.string().nullable(),
    optionGroups: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        min: z.int(),
        max: z.int(),
        options: z.array(z.object({ id: idSchema, name: z.string(), price: moneySchema })),
      }),
    ),
  })
  .meta({ id: "MenuItem" });
export type MenuItem = z.infer<typeof menuItemSchema>;

export const menuSchema = z
  .object({
    restaurant: z.object({
      id: idSchema,
      name: z.string(),
      localName: z.string().nullable(),
      cuisines: z.array(z.string()),
      line1: z.string(),
      location: locationSchema,
      rating: z.number().nullable(),
      ratingCount: z.int(),
      costForTwo: moneySchema.nullable(),
      isPureVeg: z.boolean(),
      isOpen: z.boolean(),
      acceptingOrders: z.boolean(),
      nextOpensAt: z.string().nullable(),
      closesInMinutes: z.int().nullable(),
      prepMinutes: z.int(),
      imageUrl: z.string().nullable(),
      imageKey: z.string().nullable(),
      citySlug: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      /** False for an imported restaurant without a menu. */
      orderable: z.boolean(),
    }),
    sections: z.array(z.object({ id: idSchema, name: z.string(), items: z.array(menuItemSchema) })),
  })
  .meta({ id: "Menu" });
export type Menu = z.infer<typeof menuSchema>;

export const citySchema = z
  .object({
    id: idSchema,
    slug: z.string(),
    name: z.string(),
    location: locationSchema,
    currency: z.string(),
    timeZone: z.string(),
    hasStreets: z.boolean(),
    attribution: z.string().nullable(),
  })
  .meta({ id: "City" });
export type CityWire = z.infer<typeof citySchema>;
