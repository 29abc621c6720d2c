import { setMaxListeners } from "node:events";
import { plan } from "@tiffin/db/seed/city/plan";
import { DEMO_OTP, lifePhones } from "@tiffin/db/seed/people/accounts";
import { seededRandom } from "@tiffin/db/seed/random";
import { KitchenBot } from "./bots/kitchen-bot.ts";
import { RiderBot } from "./bots/rider-bot.ts";
import { lookAround, waitingPlaces } from "./city-life.ts";
import { readDemoFile } from "./demo-file.ts";
import { readEnv } from "./env.ts";
import { serveHealth } from "./health-server.ts";
import { Session } from "./http/session.ts";
import { LiveChannels } from "./live/live-channels.ts";
import { consoleLog, rarely } from "./log.ts";
import { leaveFirstOffersToPeople } from "./bots/courtesy.ts";
import { createMetrics } from "./metrics.ts";
import { pause } from "./pause.ts";

/**
 * The demo city's life: kitchens cook and riders ride, through the public API alone, so that the order of somebody who
 * came alone is delivered. The printed demo accounts, and the kitchens of the demo staff, are left to people.
 */
async function main(): Promise<void> {
  const env = readEnv();
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every bot and every call of a bot listens to it.
  setMaxListeners(0, signal);
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
  const log = rarely(consoleLog(env.LOG_LEVEL), 60_000);
  let ready = false;
  const metrics = createMetrics();
  const health = await serveHealth(env.HOST, env.PORT, () => ready, metrics.registry);

  const account = (phone: string): Session => new Session(env.GATEWAY_URL, phone, DEMO_OTP, signal);
  const staff = lifePhones.staff.map(account);
  const city = { slug: plan.slug, centre: plan.centre };
  const around = await lookAround(staff[0]!, city, signal);
  if (around) {
    const live =
      env.SOKETI_APP_KEY === undefined
        ? undefined
        : new LiveChannels({
            appKey: env.SOKETI_APP_KEY,
            host: env.SOKETI_HOST,
            port: env.SOKETI_PORT,
            tls: env.SOKETI_TLS,
          });
    const ids = new Set((await readDemoFile(env.DEMO_ACCOUNTS_FILE))?.staff.map(({ restaurantId }) => restaurantId));
    const avoid = around.kitchens.filter(({ id }) => ids.has(id)).map(({ location }) => location);
    const random = seededRandom(Date.now());
    const places = waitingPlaces(around.kitchens, avoid, env.LIFE_RIDERS, city.centre);
    const wants = leaveFirstOffersToPeople({ ids });
    const prepSeconds = {
      min: env.LIFE_PREP_MIN_SECONDS,
      max: Math.max(env.LIFE_PREP_MIN_SECONDS, env.LIFE_PREP_MAX_SECONDS),
    };
    const work = [
      ...staff.map((session) => new KitchenBot({ session, prepSeconds, pollMs: 3_000, log }).run(signal)),
      ...places.map(async (start, i) => {
        // Spread the logins, so that they don't look like an attack.
        await pause(i * 250, signal);
        const bot = new RiderBot({
          session: account(lifePhones.riders[i]!),
          live,
          streets: around.streets,
          start,
          speed: 6.2 * env.LIFE_SPEED,
          random: () => random.next(),
          log,
          answer: (offer) => (wants(offer) ? "accept" : "decline"),
          onDelivered: (ride) => {
            metrics.deliveries.inc();
            log(`delivered ${ride.orderNumber}`);
          },
        });
        await bot.run(signal);
      }),
    ];
    ready = true;
    log(`${staff.length} kitchen accounts and ${places.length} riders are at work in ${plan.name}`);
    await Promise.all(work);
    live?.close();
  }
  health.close();
  health.closeAllConnections();
}

await main();
