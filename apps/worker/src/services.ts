import { closeDatabase, openDatabase } from "@tiffin/core/database";
import {
  createCityMatcher,
  defaultDispatchSettings,
  dispatchPolicy,
  keepModel,
  matchRound,
  writeDecision,
} from "@tiffin/core/dispatch";
import { readDispatchModel } from "@tiffin/core/dispatch/learning";
import { Streets } from "@tiffin/core/location";
import { createPaymentGateways } from "@tiffin/core/payments";
import { createPushSender, type PushSender } from "@tiffin/core/push";
import { createRealtime, type Realtime } from "@tiffin/core/realtime";
import { closeRedis, openRedis } from "@tiffin/core/redis";
import { createSearchEngine, type RebuildableEngine } from "@tiffin/core/search";
import type { WorkflowServices } from "@tiffin/core/workflows";
import { learnedScorer } from "@tiffin/domain/dispatch/learned-scorer";
import { handSetScorer, type Scorer } from "@tiffin/domain/dispatch/scorer";
import type { WorkerConfig } from "./env.ts";
import type { Logger } from "./logger.ts";

/** What the worker's jobs stand on, built once. */
export interface WorkerServices extends WorkflowServices {
  readonly realtime: Realtime;
  /** Null where no push is set up. */
  readonly sendPush: PushSender | null;
  readonly searchEngine: RebuildableEngine;
}

/** Cities that one worker matches at a time: planning is one thread's work, and each waits for Postgres in between. */
const CITIES_AT_ONCE = 4;

/** @throws Error where the dispatch model can't be used, or what Postgres refuses */
export async function createServices(
  config: WorkerConfig,
  log: Logger,
): Promise<{ services: WorkerServices; close: () => Promise<void> }> {
  const { live, payments, patience } = config;
  const db = openDatabase(config.databaseUrl, {
    applicationName: "tiffin-worker",
    maxConnections: config.databaseConnections,
    statementTimeoutMs: 60_000,
  });
  const cityLocks = openDatabase(config.databaseUrl, {
    applicationName: "tiffin-worker-city-locks",
    maxConnections: CITIES_AT_ONCE,
  });
  const scorer = await scorerFrom(config.dispatch.modelFile, db).catch(async (error: unknown) => {
    await closeDatabase(db);
    throw error;
  });
  const redis = openRedis(config.redisUrl, { name: "tiffin-worker" });
  const realtime = createRealtime({ ...live, public: live });
  const streets = new Streets();
  const dispatch = {
    ...defaultDispatchSettings,
    policy: dispatchPolicy(config.dispatch),
    scorer,
    escalateAfterSeconds: patience.escalateAfterSeconds,
    giveUpAfterSeconds: patience.giveUpAfterSeconds,
  };
  const matcher = createCityMatcher(
    cityLocks,
    (cityId) => matchRound({ db, redis, streets }, cityId, dispatch, new Date()),
    async ({ decision }) => {
      if (decision === null) return;
      await writeDecision(db, decision).catch((error: unknown) =>
        log.error({ err: error }, "a decision is not in the log"),
      );
    },
  );
  return {
    services: {
      db,
      redis,
      realtime,
      sendPush: config.push === null ? null : createPushSender(config.push),
      streets,
      matcher,
      searchEngine: createSearchEngine(config.search, db),
      gateways: createPaymentGateways(payments, db),
      settings: {
        dispatch,
        riderSilenceSeconds: patience.riderSilenceSeconds,
        decisionDays: patience.decisionDays,
        outboxDays: patience.outboxDays,
        trail: { keepDays: patience.trailDays, exportFolder: patience.trailExportFolder },
      },
    },
    close: async () => {
      realtime.close();
      await matcher.settled();
      await Promise.all([closeDatabase(db), closeDatabase(cityLocks), closeRedis(redis)]);
    },
  };
}

/** Whom the planner asks; a learned model is kept, because its decisions may be replayed elsewhere and when its file is gone. */
async function scorerFrom(modelFile: string | null, db: WorkerServices["db"]): Promise<Scorer> {
  if (modelFile === null) return handSetScorer;
  const model = readDispatchModel(modelFile);
  await keepModel(db, model);
  return learnedScorer(model);
}
