/** A moment on the wall clock of a time zone. */
export interface LocalMoment {
  /** `2026-03-01` */
  readonly date: string;
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  /** From local midnight. */
  readonly minute: number;
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** Zones set their clocks on a quarter of an hour: within one the offset stays. */
const QUARTER_MS = 900_000;
const REMEMBERED_QUARTERS = 20_000;

/** What a zone's clocks are ahead of UTC, by quarter of an hour; asking `Intl` costs a hundred times as much. */
class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      calendar: "iso8601",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }

  offsetMs(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#ask(quarter * QUARTER_MS);
      if (this.#offsets.size >= REMEMBERED_QUARTERS) this.#offsets.clear();
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  #ask(at: number): number {
    const part = Object.fromEntries(this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute) - at;
  }
}

const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) zones.set(timeZone, (zone = new Zone(timeZone)));
  return zone;
}

/** What calendars and clocks in that zone show. @throws RangeError for a zone that doesn't exist */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  const wall = at.getTime() + zoneOf(timeZone).offsetMs(at.getTime());
  const day = Math.floor(wall / DAY_MS);
  return {
    date: new Date(day * DAY_MS).toISOString().slice(0, 10),
    // 1970 began on a Thursday.
    weekday: ((((day + 3) % 7) + 7) % 7) + 1,
    minute: Math.floor((wall - day * DAY_MS) / MINUTE_MS),
  };
}

/**
 * The instants at which a clock may show that many minutes after a date's midnight: two in the hour that is repeated in
 * autumn, and, as only the clocks know which of both it is, around every other change as well.
 */
export function instantsOf(date: string, minute: number, timeZone: string): number[] {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  const zone = zoneOf(timeZone);
  const [before, after] = [zone.offsetMs(wall - DAY_MS), zone.offsetMs(wall + DAY_MS)];
  return before === after ? [wall - before] : [wall - before, wall - after];
}

/** The instants within that time at which the zone sets its clocks. */
export function clockChanges(from: number, to: number, timeZone: string): number[] {
  const zone = zoneOf(timeZone);
  const changes: number[] = [];
  for (let start = from; start < to; start += DAY_MS) {
    let [low, high] = [Math.floor(start / QUARTER_MS), Math.floor((start + DAY_MS) / QUARTER_MS)];
    const before = zone.offsetMs(start);
    if (before === zone.offsetMs(high * QUARTER_MS)) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offsetMs(middle * QUARTER_MS) === before) low = middle;
      else high = middle;
    }
    changes.push(high * QUARTER_MS);
  }
  return changes;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** ISO: 1 is Monday. */
export function isoWeekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
