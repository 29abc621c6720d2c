import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { CityDispatcher } from "../../dispatch/index.ts";
import type { Sink } from "../change.ts";

/**
 * Tells dispatch where there is something to match: an order waits, somebody said no, a rider got free. It only nudges:
 * what is lost here the next sweep finds, so nothing is waited for and nothing is tried again.
 */
export function dispatchSink(dispatcher: CityDispatcher): Sink {
  return {
    name: "dispatch",
    wants: (change) => change.kind === "outbox" && isNews(change.message),
    async deliver(changes) {
      const refused = new Set<string>();
      for (const change of changes) {
        if (change.kind !== "outbox") continue;
        const { data } = change.message;
        if ("cityId" in data) dispatcher.wake(data.cityId);
        else refused.add(data.orderId);
      }
      await dispatcher.wakeForOrders([...refused]);
    },
  };
}

function isNews(message: OutboxMessage): boolean {
  switch (message.topic) {
    case "order/confirmed":
    case "order/unassigned":
    case "dispatch/requested":
    case "rider/available":
      return true;
    // The kitchen is done sooner than a rider was going to be asked.
    case "order/ready":
    // Or later: whom its order was kept for may be asked about another one.
    case "order/delayed":
      return message.data.riderId === null;
    case "offer/settled":
      return message.data.outcome !== "ACCEPTED";
    default:
      return false;
  }
}
