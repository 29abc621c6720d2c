// A process of its own: drawing a city takes seconds of a core and memory that nobody needs afterwards.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { z } from "zod";
import { checkout } from "../config/checkout.ts";

const env = z.object({ DATABASE_URL: z.string(), DEMO_ACCOUNTS_FILE: z.string() }).parse(process.env);
const entry = pathToFileURL(join(checkout, "packages/db/src/seed/seed-demo.ts")).href;
const { seedDemo }: { seedDemo: (databaseUrl: string) => Promise<unknown> } = await import(entry);
const accounts = await seedDemo(env.DATABASE_URL);
writeFileSync(env.DEMO_ACCOUNTS_FILE, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
