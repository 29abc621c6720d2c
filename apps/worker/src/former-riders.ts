import { endRiderSockets } from "@tiffin/core/realtime";
import type { Change, Sink } from "@tiffin/core/relay";

/** Who lost an order may have listened to its channel, where the next rider's positions come. */
export function formerRiderSink(services: Parameters<typeof endRiderSockets>[0]): Sink {
  return {
    name: "former-riders",
    wants: (change) => lossIn(change) !== null,
    async deliver(changes) {
      for (const change of changes) {
        const loss = lossIn(change);
        if (loss !== null) await endRiderSockets(services, loss);
      }
    },
  };
}

function lossIn(change: Change): { readonly orderId: string; readonly riderId: string } | null {
  if (change.kind !== "outbox" || change.message.topic !== "order/unassigned") return null;
  const { orderId, riderId } = change.message.data;
  return { orderId, riderId };
}
