import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newId } from "@tiffin/db/ids";
import { DomainError } from "@tiffin/domain/errors";
import { actOnce, type OpsAction } from "./act-once.ts";
import { openOpsWorld, refusal, type OpsWorld } from "./testing/ops-world.ts";

let world: OpsWorld;
beforeAll(async () => {
  world = await openOpsWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());

const cancelling = (): OpsAction => ({
  actorId: world.opsId,
  cityId: null,
  type: "order.cancel",
  subjectId: newId(),
  data: { reason: "The kitchen burnt down" },
});
const tooLate = async () => {
  throw new DomainError("ORDER_NOT_CANCELLABLE", "It is cancelled already.");
};

test("the twin of an attempt that has acted and not written so yet answers as the attempt does", async () => {
  const { db } = world.services;
  const [action, key] = [cancelling(), newId()];
  const steps = new EventEmitter();
  const acted = once(steps, "acted");
  const first = actOnce(db, action, key, new Date(), async () => {
    steps.emit("acted");
    await once(steps, "may end");
  });
  await acted;
  const twin = refusal(actOnce(db, action, key, new Date(), tooLate));
  // Whoever does not wait has answered by now.
  await Promise.race([twin, sleep(500)]);
  steps.emit("may end");
  await first;
  expect(await twin).toBe("done");
});

test("an attempt whose process died is taken over by the next with its key", async () => {
  const { db } = world.services;
  const [action, key] = [cancelling(), newId()];
  const steps = new EventEmitter();
  const began = once(steps, "began");
  void actOnce(db, action, key, new Date(Date.now() - 60_000), () => {
    steps.emit("began");
    return once(steps, "never");
  });
  await began;
  expect(await refusal(actOnce(db, action, key, new Date(), tooLate))).toBe("ORDER_NOT_CANCELLABLE");
  expect(await refusal(actOnce(db, action, key, new Date(), async () => {}))).toBe("done");
  expect(await refusal(actOnce(db, action, key, new Date(), tooLate))).toBe("done");
});
