// Its types, also where another package reads this file.
/// <reference path="./untyped.d.ts" />
import slotOf from "cluster-key-slot";
import { Redis, type Cluster } from "ioredis";
import type { RedisClient } from "./open-redis.ts";
import type { Script } from "./script.ts";

/** A command (its name in small letters) whose first argument is its key, and whose other keys lie in the same slot. */
export type KeyedCommand = readonly [name: Lowercase<string>, key: string, ...args: (string | number)[]];

/**
 * Sends commands together: one round trip, in a cluster one to each node that they concern, all at once. Answers in the
 * order of the commands. In a cluster they are in order for each key only.
 *
 * @throws the first command's error, after all were sent
 */
export async function sendTogether(redis: RedisClient, commands: readonly KeyedCommand[]): Promise<unknown[]> {
  return (await settleTogether(redis, commands)).map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

/** A command's error, if it failed, and what it answered. */
export type Settled = readonly [error: Error | null, answer?: unknown];

/** The same, where one command that fails says nothing about the others. */
export async function settleTogether(redis: RedisClient, commands: readonly KeyedCommand[]): Promise<Settled[]> {
  if (commands.length === 0) return [];
  if (redis instanceof Redis) return pipelined(redis, commands);
  const answers = Array.from<Settled>({ length: commands.length });
  const groups = byNode(redis, commands, ([, key]) => key);
  await Promise.all(
    groups.map(async (indexes) => {
      const ofNode = await pipelined(
        redis,
        indexes.map((index) => commands[index]!),
      );
      for (const [at, index] of indexes.entries()) answers[index] = ofNode[at]!;
    }),
  );
  return answers;
}

/**
 * Runs a script that takes each of its keys by itself, for many keys at once: `ARGV` is `shared`, then `perKey` values for
 * each key. It answers a list. On one server that is a single call; in a cluster, where a script may only touch one slot,
 * it runs for each slot. The answers are joined, their order is not said: what an answer is about must stand in it.
 */
export async function runEach(
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  args: { readonly shared: readonly (string | number)[]; readonly perKey: readonly (readonly (string | number)[])[] },
): Promise<unknown[]> {
  if (keys.length === 0) return [];
  if (redis instanceof Redis) {
    // Some thousands of arguments: pushed one by one that is a tenth of what spreading lists of lists costs.
    const all = [...args.shared];
    for (const own of args.perKey) for (const value of own) all.push(value);
    return runScript(redis, script, keys, all) as Promise<unknown[]>;
  }
  const slots = new Map<number, number[]>();
  for (const [index, key] of keys.entries()) {
    const slot = slotOf(key);
    const group = slots.get(slot);
    if (group === undefined) slots.set(slot, [index]);
    else group.push(index);
  }
  const calls = [...slots.values()].map((indexes) => ({
    keys: indexes.map((index) => keys[index]!),
    args: [...args.shared, ...indexes.flatMap((index) => args.perKey[index]!)],
  }));
  const groups = byNode(redis, calls, (call) => call.keys[0]!);
  const answers = await Promise.all(
    groups.map(async (indexes) => {
      const ofNode = indexes.map((index) => calls[index]!);
      const pipeline = redis.pipeline();
      for (const call of ofNode) pipeline.evalsha(script.sha, call.keys.length, ...call.keys, ...call.args);
      const results = (await pipeline.exec()) ?? [];
      return Promise.all(
        results.map(([error, answer], index) => {
          const call = ofNode[index]!;
          if (error === null) return answer;
          if (!isUnknownScript(error)) throw error;
          return redis.eval(script.lua, call.keys.length, ...call.keys, ...call.args);
        }),
      );
    }),
  );
  return answers.flat(2);
}

/** Runs a script by its digest, and by its text where the server does not know it (first use, restart, flush). */
export async function runScript(
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return redis.eval(script.lua, keys.length, ...keys, ...args);
  }
}

const isUnknownScript = (error: unknown) => error instanceof Error && error.message.startsWith("NOSCRIPT");

async function pipelined(redis: RedisClient, commands: readonly KeyedCommand[]): Promise<Settled[]> {
  const pipeline = redis.pipeline(commands.map((command) => [...command]));
  return (await pipeline.exec()) ?? [];
}

/** Indexes of `items` by the nodes that serve their keys; before the nodes are known, each by itself. */
function byNode<T>(cluster: Cluster, items: readonly T[], keyOf: (item: T) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const slot = slotOf(keyOf(item));
    const node = cluster.slots[slot]?.join(";") ?? `slot ${slot}`;
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [index]);
    else group.push(index);
  }
  return [...groups.values()];
}

/** Keys that one command may name together: all of them on one server, those of a slot in a cluster. */
export function keysBySlot(redis: RedisClient, keys: readonly string[]): string[][] {
  if (redis instanceof Redis) return keys.length === 0 ? [] : [[...keys]];
  const slots = new Map<number, string[]>();
  for (const key of keys) slots.set(slotOf(key), [...(slots.get(slotOf(key)) ?? []), key]);
  return [...slots.values()];
}
