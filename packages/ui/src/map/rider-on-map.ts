import { bearingDegrees, distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { coast, isMoving } from "./coast.ts";
import { type Fix, type Shown, easeHeading, glideAt, nextMove } from "./glide.ts";
import { type MapLibreMap, Marker } from "./maplibre.ts";
import { riderElement } from "./markers.ts";
import { placeOnRoute } from "./route-progress.ts";

/** The rider's marker, moved by its own clock from fix to fix. */
export class RiderOnMap {
  readonly #marker: Marker;
  readonly #turn: (degrees: number | null) => void;
  readonly #onMove: (atRest: boolean) => void;
  #route: Polyline;
  #shown: Shown;
  #heading: number | null;
  #frame = 0;
  /** When the last fix came, by the page's clock: the phone's may be wrong. */
  #fixedAt = 0;
  reducedMotion: boolean;

  constructor(
    map: MapLibreMap,
    options: {
      label: string;
      fix: Fix;
      route: Polyline;
      reducedMotion: boolean;
      /** Once a frame while the marker moves, and `atRest` when it has arrived. */
      onMove: (atRest: boolean) => void;
    },
  ) {
    const { fix, route, label } = options;
    this.reducedMotion = options.reducedMotion;
    this.#onMove = options.onMove;
    this.#route = route;
    this.#shown = { fix, ...this.#place(fix.location, 0) };
    this.#heading = fix.heading;
    const { element, turn } = riderElement(label);
    this.#turn = turn;
    turn(fix.heading);
    // Between whole pixels too: at the pace of a bicycle a marker that snaps to them trembles.
    this.#marker = new Marker({ element, anchor: "center", subpixelPositioning: true })
      .setLngLat(this.#shown.at)
      .addTo(map);
  }

  get at(): Location {
    return this.#shown.at;
  }

  get alongMeters(): number {
    return this.#shown.alongMeters;
  }

  /** Another route, or one that was fetched anew from where the rider was. */
  setRoute(route: Polyline): void {
    this.#route = route;
    this.#shown.alongMeters = placeOnRoute(route, this.#shown.at)?.alongMeters ?? 0;
  }

  show(fix: Fix): void {
    const move = nextMove(this.#shown, fix, this.#route, this.reducedMotion);
    if (move.kind === "ignore") return;
    cancelAnimationFrame(this.#frame);
    this.#shown.fix = fix;
    this.#fixedAt = performance.now();
    if (move.kind === "glide") return this.#glide(move.path, move.milliseconds);
    if (move.kind === "jump") this.#stand(move.to);
    if (move.heading !== null) this.#look(move.heading, Number.POSITIVE_INFINITY);
    this.#onMove(true);
    if (move.kind === "jump" && isMoving(fix) && !this.reducedMotion) this.#coast();
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#marker.remove();
  }

  #glide(path: Polyline, milliseconds: number): void {
    const startedAt = this.#fixedAt;
    this.#each((now, frame) => {
      const share = Math.min(1, Math.max(0, (now - startedAt) / milliseconds));
      const { location, heading } = glideAt(path, share);
      this.#stand(location);
      if (heading !== null) this.#look(heading, frame);
      if (share < 1) return true;
      if (!isMoving(this.#shown.fix)) return false;
      this.#coast();
      return true;
    });
  }

  /** On as the rider was going, until the next fix says better. */
  #coast(): void {
    this.#each((now, frame) => {
      const { fix, at, alongMeters } = this.#shown;
      const next = coast(fix, now - this.#fixedAt, this.#route, alongMeters);
      const heading = distanceMeters(at, next.at) > 0.05 ? bearingDegrees(at, next.at) : null;
      this.#stand(next.at);
      if (heading !== null) this.#look(heading, frame);
      return !next.done;
    });
  }

  /** Calls `step` once a frame until it says that it is done. */
  #each(step: (now: number, sinceLastFrame: number) => boolean): void {
    cancelAnimationFrame(this.#frame);
    let before = performance.now();
    const run = (now: number) => {
      const mine = this.#frame;
      const goesOn = step(now, Math.max(0, now - before));
      before = now;
      // The step may have begun another one.
      if (goesOn && this.#frame === mine) this.#frame = requestAnimationFrame(run);
      this.#onMove(!goesOn);
    };
    this.#frame = requestAnimationFrame(run);
  }

  #stand(at: Location): void {
    this.#shown.at = at;
    this.#shown.alongMeters = placeOnRoute(this.#route, at, this.#shown.alongMeters)?.alongMeters ?? 0;
    this.#marker.setLngLat(at);
  }

  #look(heading: number, milliseconds: number): void {
    this.#heading = this.#heading === null ? heading : easeHeading(this.#heading, heading, milliseconds);
    this.#turn(this.#heading);
  }

  #place(location: Location, sinceMeters: number): { at: Location; alongMeters: number } {
    const place = placeOnRoute(this.#route, location, sinceMeters);
    return place ? { at: place.location, alongMeters: place.alongMeters } : { at: location, alongMeters: 0 };
  }
}
