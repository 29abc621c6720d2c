import { readFile } from "node:fs/promises";
import { z } from "zod";

const demoFileSchema = z.object({
  city: z.object({ id: z.string(), slug: z.string(), lat: z.number(), lng: z.number() }),
  staff: z.array(z.object({ phone: z.string(), restaurantId: z.string() })),
});
export type DemoFile = z.infer<typeof demoFileSchema>;

/** What the stack printed for people; undefined where no stack wrote it. */
export async function readDemoFile(path: string | undefined): Promise<DemoFile | undefined> {
  if (path === undefined) return undefined;
  try {
    return demoFileSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    console.error(`${path} can't be read, so no kitchen is left to people: ${String(error)}`);
    return undefined;
  }
}
