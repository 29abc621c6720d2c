import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  acceptOffer,
  arrived,
  defaultDispatchSettings,
  explainOffer,
  matchCity,
  replayDecision,
  type ReplayedDecision,
} from "@tiffin/core/dispatch";
import { readDispatchModel } from "@tiffin/core/dispatch/learning";
import { newId } from "@tiffin/db/ids";
import { offers } from "@tiffin/db/schema/dispatch";
import { seededRandom } from "@tiffin/db/seed/random";
import type { CityPlan } from "@tiffin/domain/dispatch/city";
import { learnedScorer, type DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";
import { handSetScorer, type PairFeatures } from "@tiffin/domain/dispatch/scorer";
import {
  createDispatchWorld,
  type DispatchWorld,
} from "../../../../packages/core/src/dispatch/testing/dispatch-world.ts";
import { readConfig } from "../env.ts";
import { createLogger } from "../logger.ts";
import { createServices } from "../services.ts";

const servers = {
  postgresUrl: inject("postgresUrl"),
  redisUrl: inject("redisUrl"),
  soketi: inject("soketi"),
};
const REDIS_DATABASE = 49;
const folder = mkdtempSync(join(tmpdir(), "tiffin-model-"));
const file = join(folder, "model.json");
let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(servers, REDIS_DATABASE);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

async function train(...args: string[]) {
  const script = fileURLToPath(new URL("train.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, "--out", file, ...args], {
    env: { ...process.env, DATABASE_URL: world.databaseUrl, TIFFIN_VAR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { out, errors, code: code as number };
}

/** What a worker stands on that is started with this model. */
function worker(modelFile: string) {
  const { host, port, appId, key, secret } = servers.soketi;
  const redis = new URL(servers.redisUrl);
  redis.pathname = `/${REDIS_DATABASE}`;
  const config = readConfig({
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: redis.href,
    SOKETI_HOST: host,
    SOKETI_PORT: String(port),
    SOKETI_APP_ID: appId,
    SOKETI_APP_KEY: key,
    SOKETI_APP_SECRET: secret,
    SANDBOX_URL: "http://127.0.0.1:9",
    SANDBOX_API_KEY: "sk_nobody_pays_here",
    INNGEST_DEV: "1",
    INNGEST_BASE_URL: "http://127.0.0.1:9",
    DISPATCH_MODEL: modelFile,
  });
  return createServices(config, createLogger("error"));
}

/** Riders of this town mind a long way to the door, and need two and a half minutes at every counter. */
async function askOften(times: number): Promise<void> {
  const { cityId, orderId } = await world.open();
  const [first] = (await matchCity(world.services, cityId, defaultDispatchSettings, new Date())).offers;
  if (first === undefined) throw new Error("nobody was asked");
  await acceptOffer(world.services, { ...first, now: new Date() });
  const arrivedAt = new Date();
  await arrived(world.db, { rideId: first.rideId, riderId: first.riderId, now: arrivedAt });
  const dice = seededRandom(11);
  const rows = Array.from({ length: times }, (_, index) => {
    const rideSeconds = dice.range(60, 900);
    const carrySeconds = dice.range(300, 2_700);
    const isTaken = dice.chance(1 / (1 + Math.exp((carrySeconds - 1_500) / 200)));
    const took = rideSeconds + 150 + dice.range(-30, 30);
    return {
      id: newId(),
      rideId: first.rideId,
      orderId,
      riderId: first.riderId,
      seq: 100 + index,
      round: 1,
      status: isTaken ? ("RELEASED" as const) : ("DECLINED" as const),
      features: { ...first.features, rideSeconds, carrySeconds },
      createdAt: new Date(arrivedAt.getTime() - (times - index) * 60_000),
      expiresAt: arrivedAt,
      settledAt: new Date(arrivedAt.getTime() - took * 1_000),
    };
  });
  await world.db.insert(offers).values(rows);
}

it("too few offers are said to be too few, and no file is written", async () => {
  const { code, errors } = await train();
  expect(code).toBe(2);
  expect(errors).toContain("at least 200");
  expect(() => readFileSync(file)).toThrow("ENOENT");
});

describe("a model of what a town's riders answered", () => {
  let trained: Awaited<ReturnType<typeof train>>;
  let model: DispatchModel;
  beforeAll(async () => {
    await askOften(600);
    trained = await train("--days", "2");
    model = readDispatchModel(file);
  });

  it("is a file with a version and with how good it is, and the report says the same", () => {
    const { code, out: report } = trained;
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(model);
    expect(model.version).toMatch(/^learned-\d{4}-/);
    const { acceptance, pickup } = model.metrics;
    expect(acceptance.trainedOn + acceptance.testedOn).toBe(601);
    expect(acceptance.learned.logLoss).toBeLessThan(acceptance.handSet.logLoss);
    expect(pickup!.learned.meanAbsoluteSeconds).toBeLessThan(pickup!.handSet.meanAbsoluteSeconds);
    const losses = [acceptance.learned, acceptance.handSet].map(({ logLoss }) => logLoss.toFixed(4));
    expect(report).toContain(model.version);
    expect(report).toContain(`log loss ${losses[0]} (by hand ${losses[1]})`);
    expect(report).toContain(`on average ${pickup!.learned.meanAbsoluteSeconds.toFixed(0)} s off`);
    expect(report.match(/used: learned/g)).toHaveLength(2);
    expect(report).toContain(`DISPATCH_MODEL=${file}`);
  });

  it("is what a worker plans by, which its decisions say, and they are replayed by it without the file", async () => {
    const { cityId, orderId } = await world.open({ riders: 3, metersApart: 400 });
    const lost = join(folder, "lost.json");
    copyFileSync(file, lost);
    const { services, close } = await worker(lost);
    rmSync(lost);
    try {
      await services.matcher.round(cityId);
      await services.matcher.settled();
    } finally {
      await close();
    }
    const [asked] = (await explainOffer(world.db, orderId)).offers;
    expect(asked?.features).toMatchObject({ policy: "planner", scorer: model.version });
    const { features } = asked as unknown as { features: PairFeatures & { acceptance: number } };
    expect(features.acceptance).toBeCloseTo(learnedScorer(model).acceptance(features), 2);
    expect(features.acceptance).not.toBeCloseTo(handSetScorer.acceptance(features), 2);

    const { isSame, logged, replayed } = await replayDecision(world.db, asked?.decisionId ?? "");
    expect(isSame).toBe(true);
    const reasons = ({ offers: planned }: Pick<CityPlan, "offers"> | ReplayedDecision["logged"]) =>
      planned.map(({ riderId, orderIds, why, alternatives }) => ({ riderId, orderIds, why, alternatives }));
    expect(reasons(replayed!)).toEqual(reasons(logged));
  });

  it("does not start a worker when it is broken, for other inputs, or another under the same name", async () => {
    const { acceptance } = model;
    const start = (written: unknown) => {
      const other = join(folder, "other.json");
      writeFileSync(other, typeof written === "string" ? written : JSON.stringify(written));
      return worker(other);
    };
    await expect(start("{ half a file")).rejects.toThrow("other.json is no dispatch model that this version can use");
    await expect(start({ ...model, metrics: undefined })).rejects.toThrow("at metrics");
    const older = { ...acceptance!, weights: { ...acceptance!.weights, rainMillimetres: 0.3 } };
    await expect(start({ ...model, acceptance: older })).rejects.toThrow("at acceptance.weights.rainMillimetres");
    await expect(worker(join(folder, "nowhere.json"))).rejects.toThrow("ENOENT");

    const { services, close } = await start(model);
    await close();
    expect(services.settings.dispatch.scorer.version).toBe(model.version);
    const altered = { ...acceptance!, intercept: acceptance!.intercept + 1 };
    await expect(start({ ...model, acceptance: altered })).rejects.toThrow("give this one a version of its own");
  });
});
