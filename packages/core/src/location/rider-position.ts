import type { Fix, PingMemory } from "@tiffin/domain/location/judge-ping";

/** What is kept of a rider between pings: what the next one is judged by, and what others see. */
export interface KeptPosition {
  readonly last: Fix | null;
  readonly seq: number | null;
  readonly heading: number | null;
  readonly doubted: Fix | null;
  /** When a fix too vague to be a place came since `last`. */
  readonly vagueAt: number | null;
  /** Whether `last` may stand for a customer's PIN. */
  readonly isProof: boolean;
  /** The city on whose map the rider is; null before the first position. */
  readonly cityId: string | null;
}

/**
 * `lat,lng,at,seq,heading,cityId,lat,lng,at,vagueAt,isProof`, the second place that of a doubted fix: one short field, as
 * there is one a ping.
 */
export function encodePosition({ last, seq, heading, doubted, vagueAt, isProof, cityId }: KeptPosition): string {
  const fix = last === null ? ",," : `${last.lat},${last.lng},${last.at}`;
  const doubt = doubted === null ? ",," : `${doubted.lat},${doubted.lng},${doubted.at}`;
  return `${fix},${seq ?? ""},${heading ?? ""},${cityId ?? ""},${doubt},${vagueAt ?? ""},${isProof ? 1 : ""}`;
}

export function decodePosition(text: string | null): KeptPosition {
  const [lat, lng, at, seq, heading, cityId, doubtLat, doubtLng, doubtAt, vagueAt, isProof] = (text ?? "").split(",");
  return {
    last: fixOf(lat, lng, at),
    seq: numberOf(seq),
    heading: numberOf(heading),
    doubted: fixOf(doubtLat, doubtLng, doubtAt),
    vagueAt: numberOf(vagueAt),
    isProof: isProof === "1",
    cityId: cityId === undefined || cityId === "" ? null : cityId,
  };
}

export function memoryOf({ last, seq, doubted, vagueAt }: KeptPosition, session: string | null): PingMemory {
  return { last, seq, doubted, vagueAt, isNewSession: session === "new" || last === null };
}

function fixOf(lat: string | undefined, lng: string | undefined, at: string | undefined): Fix | null {
  if (!lat || !lng || !at) return null;
  return { lat: Number(lat), lng: Number(lng), at: Number(at) };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}
