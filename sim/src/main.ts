import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { plan } from "@tiffin/db/seed/city/plan";
import { DEMO_OTP, lifePhones, simulationPhones } from "@tiffin/db/seed/people/accounts";
import { seededRandom } from "@tiffin/db/seed/random";
import { isTerminal } from "@tiffin/domain/order/status";
import { shiftSchema } from "@tiffin/domain/wire/riders";
import { chanceOf, KitchenBot } from "./bots/kitchen-bot.ts";
import { RiderBot } from "./bots/rider-bot.ts";
import { lookAround, waitingPlaces } from "./city-life.ts";
import { readDemoFile } from "./demo-file.ts";
import { readEnv } from "./env.ts";
import type { SimEnv } from "./env.ts";
import { Session } from "./http/session.ts";
import { LiveChannels } from "./live/live-channels.ts";
import { rarely } from "./log.ts";
import { pause } from "./pause.ts";
import { CustomerBot, lookAgain } from "./simulation/customer-bot.ts";
import { checkInvariants } from "./simulation/invariants.ts";
import { answerTo } from "./simulation/moods.ts";
import { busiest, readOptions, rushAt, usage } from "./simulation/options.ts";
import type { SimulationOptions } from "./simulation/options.ts";
import { progress } from "./simulation/progress.ts";
import { newTally } from "./simulation/records.ts";
import type { Tally } from "./simulation/records.ts";
import { describe, makeReport } from "./simulation/report.ts";

/** Longest that the last orders are followed after customers stopped ordering. */
const drainMs = 15 * 60_000;

async function simulate(options: SimulationOptions, env: SimEnv): Promise<number> {
  const stopping = new AbortController();
  const { signal } = stopping;
  // What bots do ends at the first signal; calls go on until the second, because the report is still to be made.
  const calling = new AbortController();
  setMaxListeners(0, signal, calling.signal);
  let interrupted = false;
  const interrupt = (): void => {
    if (interrupted) calling.abort();
    interrupted = true;
    stopping.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, interrupt);
  const log = rarely((line) => console.error(line), 30_000);
  const account = (phone: string): Session => new Session(env.GATEWAY_URL, phone, DEMO_OTP, calling.signal);
  const random = seededRandom(options.seed);
  const tally = newTally();

  const staff = lifePhones.staff.map(account);
  const city = { slug: plan.slug, centre: plan.centre };
  const around = await lookAround(staff[0]!, city, signal);
  if (!around) return 1;
  const avoid = new Set((await readDemoFile(env.DEMO_ACCOUNTS_FILE))?.staff.map(({ restaurantId }) => restaurantId));
  const live = openLive(env);
  const { pace, doorSeconds } = options;
  const prepSeconds = { min: env.LIFE_PREP_MIN_SECONDS / pace, max: env.LIFE_PREP_MAX_SECONDS / pace };
  const riders = simulationPhones.riders.slice(0, options.riders).map(account);
  const places = waitingPlaces(around.kitchens, [], riders.length, city.centre);
  // Where the city's ambient life cooks as well, whoever is first says yes, and the other one's is a harmless 409.
  const kitchens = staff.map((session) =>
    new KitchenBot({ session, prepSeconds, pollMs: 2_000, pace, log }).run(signal),
  );
  const working = riders.map(async (session, i) => {
    await pause(i * 60, signal);
    const dice = random.fork(`rider ${i}`);
    const bot = new RiderBot({
      session,
      live,
      streets: around.streets,
      start: places[i]!,
      speed: 6.2 * options.speed,
      pace,
      handOverMs: doorSeconds === 0 ? undefined : () => (doorSeconds / options.speed) * (500 + 1_000 * dice.next()),
      random: () => dice.next(),
      log,
      answer: (offer) => answerTo(offer, options),
      onAnswered: (answer, counted) => (tally.answers[counted ? answer : "late"] += 1),
      onDelivered: (ride) => {
        const seen = tally.deliveries.get(ride.orderId) ?? new Set();
        tally.deliveries.set(ride.orderId, seen.add(session.phone));
      },
      forgetsToTap: (ride) => chanceOf(ride.id, "tap") < options.untapped,
      onUntapped: (ride) => tally.untapped.add(ride.orderId),
    });
    await bot.run(signal);
  });
  console.error(
    `${riders.length} riders and ${around.kitchens.length} kitchens; customers order for ${options.minutes} min`,
  );
  const ordering = await orderForAWhile(options, { account, live, tally, avoid, signal });

  const drained = Date.now() + drainMs;
  while (!signal.aborted && Date.now() < drained && openOrders(tally) > 0) {
    const left = Math.round((drained - Date.now()) / 1_000);
    progress(`ordering is over; ${openOrders(tally)} orders are still on their way (${left} s at most)`);
    await pause(2_000, signal);
  }
  await Promise.race([Promise.allSettled(ordering), pause(20_000, signal)]);
  progress("checking what must always hold");
  await lookAgain(tally, account);
  const ops = account(simulationPhones.ops[0]!);
  const verdicts = await checkInvariants(tally, { ops, sandboxUrl: env.SANDBOX_URL, signal });
  progress("");
  const report = makeReport(options, tally, verdicts, interrupted);
  console.log(describe(report));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);

  stopping.abort();
  await Promise.race([Promise.allSettled([...kitchens, ...working]), pause(20_000)]);
  await Promise.allSettled(
    riders.map((session) => session.send(shiftSchema, "PUT", "/v1/riders/shift", { online: false })),
  );
  calling.abort();
  live?.close();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, interrupt);
  // A run that was cut short proves nothing, whatever it saw.
  return !interrupted && verdicts.every(({ holds }) => holds) ? 0 : 1;
}

/** Orders come as they come: at random, in the rhythm of the day. */
async function orderForAWhile(
  options: SimulationOptions,
  world: {
    account: (phone: string) => Session;
    live: LiveChannels | undefined;
    tally: Tally;
    avoid: ReadonlySet<string>;
    signal: AbortSignal;
  },
): Promise<Promise<void>[]> {
  const { account, live, tally, avoid, signal } = world;
  const random = seededRandom(options.seed).fork("customers");
  const customers = new Map<string, CustomerBot>();
  const running: Promise<void>[] = [];
  const begin = Date.now();
  const end = begin + options.minutes * 60_000;
  while (!signal.aborted && Date.now() < end) {
    // A Poisson process whose rate follows the day, by thinning one at the rate of the busiest moment (Lewis, Shedler 1979).
    const perMs = (options.ordersPerHour * busiest) / 3_600_000;
    await pause(Math.min(end - Date.now(), -Math.log(1 - random.next()) / perMs), signal);
    if (signal.aborted || Date.now() >= end) break;
    if (!random.chance(rushAt((Date.now() - begin) / (end - begin)) / busiest)) continue;
    const phone = random.pick(simulationPhones.customers);
    let customer = customers.get(phone);
    if (!customer) {
      customer = new CustomerBot({ session: account(phone), live, tally, avoid });
      customers.set(phone, customer);
    }
    running.push(customer.order(random.fork(`order ${running.length}`), signal));
    const left = Math.max(0, Math.round((end - Date.now()) / 1_000));
    progress(`${running.length} orders so far, ${openOrders(tally)} on their way; ${left} s of ordering left`);
  }
  return running;
}

function openOrders(tally: Tally): number {
  return [...tally.orders.values()].filter(({ status }) => !isTerminal(status)).length;
}

function openLive(env: SimEnv): LiveChannels | undefined {
  if (env.SOKETI_APP_KEY === undefined) return undefined;
  const { SOKETI_APP_KEY: appKey, SOKETI_HOST: host, SOKETI_PORT: port, SOKETI_TLS: tls } = env;
  return new LiveChannels({ appKey, host, port, tls });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else process.exitCode = await simulate(options, readEnv());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
