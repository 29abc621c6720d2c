// A process of its own: drawing a city takes seconds of a core and memory that nobody needs afterwards.
import { writeFileSync } from "node:fs";
import { seedDemo } from "@tiffin/db/seed/seed-demo";
import { z } from "zod";

const env = z.object({ DATABASE_URL: z.string(), DEMO_ACCOUNTS_FILE: z.string() }).parse(process.env);
const accounts = await seedDemo(env.DATABASE_URL);
writeFileSync(env.DEMO_ACCOUNTS_FILE, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
