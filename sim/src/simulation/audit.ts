import { opsOrderDetailSchema } from "@tiffin/domain/wire/ops";
import type { OpsOrder, OpsOrderDetail } from "@tiffin/domain/wire/ops";
import type { Session } from "../http/session.ts";

const AT_ONCE = 8;

/** Every order as its audit has it: who was asked, when, and what came of it. */
export async function readAudit(ops: Session, orderIds: readonly string[]): Promise<OpsOrderDetail[]> {
  const left = [...orderIds];
  const read: OpsOrderDetail[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        read.push(await ops.get(opsOrderDetailSchema, `/v1/ops/orders/${id}`));
      }
    }),
  );
  return read;
}

/** Orders that were assigned again without having been given back. */
export function doubleAssignments(seen: Iterable<Pick<OpsOrder, "number" | "timeline">>): string[] {
  return [...seen].flatMap(({ number, timeline }) => {
    const steps = timeline.map(({ status }) => status).filter((status) => ["CONFIRMED", "ASSIGNED"].includes(status));
    const isTwice = steps.some((status, index) => status === "ASSIGNED" && steps[index - 1] === "ASSIGNED");
    return isTwice ? [`${number} was assigned twice: ${timeline.map(({ status }) => status).join(" → ")}`] : [];
  });
}

type Audited = Pick<OpsOrderDetail, "id" | "number" | "events">;

/** Orders that were carried off without a tap, and that no fence picked up. */
export function missedPickUps(audit: readonly Audited[], untapped: ReadonlySet<string>): string[] {
  return audit.flatMap(({ id, number, events }) => {
    if (!untapped.has(id)) return [];
    const pickUp = events.find(({ type }) => type === "picked-up");
    // Called off at the last moment: there is nothing to carry any more.
    if (pickUp === undefined && events.some(({ type }) => type === "cancelled")) return [];
    return pickUp?.actor === "system" ? [] : [`${number} was picked up by ${pickUp?.actor ?? "nobody"}`];
  });
}

type Asked = Pick<OpsOrderDetail, "number"> & {
  readonly decisions: readonly Pick<
    OpsOrderDetail["decisions"][number],
    "riderId" | "riderName" | "createdAt" | "settledAt"
  >[];
};

/** Questions that a rider got while another was open. One question may be about several orders: they come in one moment. */
export function overlappingQuestions(audit: readonly Asked[]): string[] {
  const byRider = new Map<string, { number: string; riderName: string; from: string; to: string | null }[]>();
  for (const { number, decisions } of audit) {
    for (const { riderId, riderName, createdAt, settledAt } of decisions) {
      const asked = byRider.get(riderId) ?? [];
      byRider.set(riderId, [...asked, { number, riderName, from: createdAt, to: settledAt }]);
    }
  }
  return [...byRider.values()].flatMap((asked) => {
    const inOrder = asked.toSorted((a, b) => a.from.localeCompare(b.from));
    return inOrder.flatMap((next, index) => {
      const before = inOrder[index - 1];
      if (before === undefined || before.from === next.from) return [];
      const isOver = before.to !== null && before.to <= next.from;
      return isOver ? [] : [`${next.riderName} was asked for ${next.number} while asked for ${before.number}`];
    });
  });
}
