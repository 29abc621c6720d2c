import { createHistogram } from "node:perf_hooks";
import { type ClientSocket, openSocket } from "../../load/web-socket.ts";
import type { RidersOutcome } from "./riders-plan.ts";

interface Phone {
  socket: ClientSocket | null;
  readonly lat: number;
  lng: number;
  seq: number;
  /** When the messages that wait for their answer were sent (performance.now()), the oldest first. */
  readonly waiting: number[];
}

export interface Fleet {
  readonly size: number;
  /** The next message of a phone; it has moved by some meters a point. */
  send(phone: number, points: number): void;
  /** A phone's message was answered. */
  onAnswer: ((phone: number) => void) | null;
  /** From here on durations count. */
  beginCounting(): void;
  /** Messages that wait for their answer. */
  readonly unanswered: number;
  outcome(): Omit<RidersOutcome, "seconds">;
  close(): void;
}

const OPENING_AT_ONCE = 64;
const METERS_STEP = 0.000_05;

/** Opens a stream for each token. @throws Error when one is refused */
export async function openFleet(
  url: string,
  tokens: readonly string[],
  around: { readonly lat: number; readonly lng: number },
): Promise<Fleet> {
  const counts = { sent: 0, accepted: 0, rejected: 0, messages: 0, answered: 0, problems: 0, closed: 0 };
  const microseconds = createHistogram({ highest: 120_000_000, figures: 3 });
  let isCounting = false;
  // A town of ten kilometers.
  const phones = tokens.map((_, index): Phone => ({
    socket: null,
    lat: Number((around.lat + ((index % 100) - 50) * 0.001).toFixed(5)),
    lng: around.lng + ((Math.floor(index / 100) % 100) - 50) * 0.001,
    // The same riders come again in the next part: they count on.
    seq: Date.now(),
    waiting: [],
  }));

  const fleet: Fleet = {
    size: phones.length,
    onAnswer: null,
    send(index, points) {
      const phone = phones[index]!;
      phone.waiting.push(performance.now());
      phone.socket!.send(points === 1 ? nextPoint(phone, Date.now()) : nextPoints(phone, points));
      counts.sent += points;
      counts.messages += 1;
    },
    beginCounting() {
      isCounting = true;
    },
    get unanswered() {
      return counts.messages - counts.answered;
    },
    outcome: () => ({ ...counts, ack: millisecondsOf(microseconds) }),
    close() {
      for (const { socket } of phones) socket?.close();
    },
  };

  function onText(index: number, text: string): void {
    const sentAt = phones[index]!.waiting.shift();
    if (sentAt !== undefined && isCounting) {
      microseconds.record(Math.max(1, Math.round((performance.now() - sentAt) * 1_000)));
    }
    counts.answered += 1;
    const accepted = /^\{"accepted":(\d+),"rejected":\[(\]?)/.exec(text);
    if (accepted === null) counts.problems += 1;
    else {
      counts.accepted += Number(accepted[1]);
      if (accepted[2] === "") counts.rejected += (JSON.parse(text) as { rejected: unknown[] }).rejected.length;
    }
    fleet.onAnswer?.(index);
  }

  let next = 0;
  await Promise.all(
    Array.from({ length: OPENING_AT_ONCE }, async () => {
      while (next < tokens.length) {
        const index = next++;
        phones[index]!.socket = await openSocket(
          url,
          { "Sec-WebSocket-Protocol": `bearer.${tokens[index]!}` },
          { onText: (text) => onText(index, text), onClose: () => (counts.closed += 1) },
        );
      }
    }),
  );
  return fleet;
}

function nextPoint(phone: Phone, at: number): string {
  phone.seq += 1;
  phone.lng += phone.seq % 40 < 20 ? METERS_STEP : -METERS_STEP;
  return `{"lat":${phone.lat},"lng":${phone.lng.toFixed(6)},"accuracy":8,"heading":90,"speed":5.4,"recordedAt":"${isoOf(at)}","seq":${phone.seq}}`;
}

function nextPoints(phone: Phone, points: number): string {
  const now = Date.now();
  const list = Array.from({ length: points }, (_, index) => nextPoint(phone, now - points + 1 + index));
  return `{"points":[${list.join(",")}]}`;
}

let lastAt = 0;
let lastIso = "";
function isoOf(at: number): string {
  if (at !== lastAt) {
    lastAt = at;
    lastIso = new Date(at).toISOString();
  }
  return lastIso;
}

function millisecondsOf(microseconds: ReturnType<typeof createHistogram>): RidersOutcome["ack"] {
  const at = (percentile: number) => microseconds.percentile(percentile) / 1_000;
  return { p50: at(50), p95: at(95), p99: at(99), max: microseconds.max / 1_000 };
}
