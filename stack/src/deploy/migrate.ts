// For deployments that start their processes by other means (docker-compose.yml): migrates, seeds the demo city where
// TIFFIN_DEMO=1, and ends. It may run twice, and at once.
import { migrate } from "@tiffin/db/migrate";
import { seedDemo } from "@tiffin/db/seed/seed-demo";
import { z } from "zod";
import { describe } from "../failure.ts";

const environment = z.object({
  DATABASE_URL: z.string({ error: "DATABASE_URL is missing" }),
  TIFFIN_DEMO: z.enum(["0", "1"]).default("0"),
});

try {
  const env = environment.parse(process.env);
  await migrate(env.DATABASE_URL);
  console.log("The database is migrated.");
  if (env.TIFFIN_DEMO === "1") {
    const { city } = await seedDemo(env.DATABASE_URL, { onProgress: (step) => console.log(`demo city: ${step}`) });
    console.log(`The demo city ${city.slug} is there.`);
  }
} catch (error) {
  console.error(describe(error));
  process.exit(1);
}
