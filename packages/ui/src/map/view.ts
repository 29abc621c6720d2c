import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import type { PaddingOptions } from "maplibre-gl";
import { type BaseMap, baseStyle, hasAttribution } from "./base-map.ts";
import type { Fix } from "./glide.ts";
import { AttributionControl, LngLatBounds, MapLibreMap } from "./maplibre.ts";
import { type Stop, StopMarkers } from "./markers.ts";
import type { MapTheme } from "./palette.ts";
import { type MapPlace, PlacesLayer } from "./places-layer.ts";
import { RiderOnMap } from "./rider-on-map.ts";
import { RouteLayer } from "./route-layer.ts";
import { streetUnder } from "./street-under.ts";

export type { Stop } from "./markers.ts";
export type { MapPlace } from "./places-layer.ts";

export type ViewOptions = {
  container: HTMLElement;
  base: BaseMap;
  theme: MapTheme;
  center: Location;
  zoom: number;
  label: string;
  riderLabel: string;
  reducedMotion: boolean;
  interactive: boolean;
  /** A press brings the pressed place into the middle, under a pin that stands there. */
  pressCenters: boolean;
  padding: PaddingOptions;
  onReady: () => void;
  onFail: (error: Error) => void;
  /** The person moved the map by hand. */
  onFree: () => void;
  onCenter: ((center: Location) => void) | undefined;
  /** A place was pressed, or the ground beside all of them. */
  onSelectPlace: (id: string | null) => void;
  /** The person has moved the map by hand: its middle, and how far it is from there to the nearer edge, in meters. */
  onArea: (area: MapArea) => void;
  /** The street that the rider is on by now, as far as the map in the picture knows. */
  onStreet: (name: string | null) => void;
};
export type MapArea = { center: Location; reachMeters: number };

/** Each cut of the route is an upload and a new picture; under the rider's disc a shorter one would not be seen. */
const cutPixels = 5;
const lookMilliseconds = 700;
const streetMilliseconds = 2_500;
/** What is left of the way fits this many zoom steps closer: time to come closer. */
const closerZoom = 0.8;

/** The map itself, outside React: what stands on it is told by `show…`, and it moves by its own clock. */
export class CityMapView {
  readonly #map: MapLibreMap;
  readonly #options: ViewOptions;
  readonly #stops: StopMarkers;
  readonly #routeLayer: RouteLayer;
  #base: BaseMap;
  #rider: RiderOnMap | null = null;
  #places: PlacesLayer | null = null;
  #route: Polyline = [];
  #following = true;
  #theme: MapTheme;
  #reducedMotion: boolean;
  #cutAt: Location | null = null;
  #lookedAt = 0;
  #streetAt = 0;
  #street: string | null = null;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#base = options.base;
    this.#reducedMotion = options.reducedMotion;
    this.#map = new MapLibreMap({
      container: options.container,
      style: baseStyle(options.base, options.theme),
      center: [options.center.lng, options.center.lat],
      zoom: options.zoom,
      minZoom: 9,
      maxZoom: 19,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      interactive: options.interactive,
      fadeDuration: options.reducedMotion ? 0 : 200,
      locale: { "Map.Title": options.label },
    });
    const map = this.#map;
    this.#stops = new StopMarkers(map);
    this.#routeLayer = new RouteLayer(map, options.theme);
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    if (hasAttribution(options.base)) {
      // A licence's one line is always to be read; the many names of an online style fold away on a phone.
      const compact = options.base.onlineStyle === null ? { compact: false } : {};
      map.addControl(new AttributionControl(compact), "bottom-left");
    }
    map.on("load", options.onReady);
    // "load" waits for everything at once, and the route is cut again and again: the streets are what one waits for.
    map.on("sourcedata", ({ sourceId, isSourceLoaded }) => {
      if (sourceId === "city" && isSourceLoaded) options.onReady();
    });
    map.on("error", ({ error }) => this.#fail(new Error(error.message)));
    for (const event of ["dragstart", "wheel", "zoomstart"] as const) {
      map.on(event, (happened) => {
        if ("originalEvent" in happened && happened.originalEvent) this.#free();
      });
    }
    // A sheet that grows over the map takes of its height: what was fitted in is fitted in again.
    map.on("resize", () => {
      if (this.#following && this.#stops.toShow.length > 0) this.fit(false);
    });
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) this.#free();
    });
    if (options.pressCenters) map.on("click", ({ lngLat }) => this.moveTo(lngLat));
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      options.onCenter?.({ lat, lng });
      if (!this.#following) options.onArea({ center: { lat, lng }, reachMeters: this.#reachMeters() });
    });
    map.on("idle", () => this.#tellStreet());
  }

  /** A style that its server does not give out must not leave people without a map: our own streets are always there. */
  #fail(error: Error): void {
    this.#options.onFail(error);
    if (this.#base.onlineStyle === null || this.#map.getSource("route")) return;
    this.#base = { ...this.#base, onlineStyle: null };
    this.#map.setStyle(baseStyle(this.#base, this.#theme), { diff: false });
  }

  #reachMeters(): number {
    const bounds = this.#map.getBounds();
    const { lat, lng } = this.#map.getCenter();
    const toTop = distanceMeters({ lat, lng }, { lat: bounds.getNorth(), lng });
    const toSide = distanceMeters({ lat, lng }, { lat, lng: bounds.getEast() });
    return Math.min(toTop, toSide);
  }

  /** Many places at once, clustered; `selected` stands out. */
  showPlaces(places: readonly MapPlace[], selected: string | null): void {
    if (!this.#places && places.length === 0) return;
    this.#places ??= new PlacesLayer(this.#map, {
      theme: this.#theme,
      reducedMotion: this.#reducedMotion,
      onSelect: this.#options.onSelectPlace,
    });
    this.#places.show(places, selected);
  }

  /** Brings a place into the middle when it lies outside of the picture. */
  reveal(at: Location): void {
    if (!this.#map.getBounds().contains([at.lng, at.lat])) this.moveTo(at);
  }

  #free(): void {
    if (!this.#following) return;
    this.#following = false;
    this.#options.onFree();
  }

  setTheme(theme: MapTheme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#routeLayer.theme = theme;
    if (this.#places) this.#places.theme = theme;
    this.#map.setStyle(baseStyle(this.#base, theme), { diff: false });
  }

  setReducedMotion(reduced: boolean): void {
    this.#reducedMotion = reduced;
    if (this.#rider) this.#rider.reducedMotion = reduced;
  }

  showStops(stops: readonly Stop[]): void {
    this.#stops.show(stops);
  }

  showRoute(route: Polyline): void {
    this.#route = route;
    this.#rider?.setRoute(route);
    this.#drawRoute();
  }

  showRider(fix: Fix | null): void {
    if (!fix) {
      this.#rider?.remove();
      this.#rider = null;
      this.#sayStreet(null);
      return this.#drawRoute();
    }
    if (this.#rider) return this.#rider.show(fix);
    this.#rider = new RiderOnMap(this.#map, {
      label: this.#options.riderLabel,
      fix,
      route: this.#route,
      reducedMotion: this.#reducedMotion,
      onMove: (atRest) => this.#followRider(atRest),
    });
    this.#drawRoute();
    this.#tellStreet();
  }

  #followRider(atRest: boolean): void {
    if (!this.#rider) return;
    const { at } = this.#rider;
    const [now, cut] = [at, this.#cutAt ?? at].map(({ lat, lng }) => this.#map.project([lng, lat]));
    if (atRest || this.#cutAt === null || now!.dist(cut!) >= cutPixels) this.#drawRoute();
    const time = performance.now();
    if (atRest || time - this.#lookedAt > lookMilliseconds) {
      this.#lookedAt = time;
      this.#keepInView();
    }
    if (time - this.#streetAt > streetMilliseconds) this.#tellStreet();
  }

  #drawRoute(): void {
    this.#cutAt = this.#rider?.at ?? null;
    this.#routeLayer.show(this.#route, this.#rider);
  }

  #tellStreet(): void {
    if (!this.#rider) return;
    this.#streetAt = performance.now();
    // Out of the picture there is no telling, and what was said stays said.
    if (!this.#map.getBounds().contains([this.#rider.at.lng, this.#rider.at.lat])) return;
    this.#sayStreet(streetUnder(this.#map, this.#rider.at));
  }

  #sayStreet(name: string | null): void {
    if (name === this.#street) return;
    this.#street = name;
    this.#options.onStreet(name);
  }

  #content(): LngLatBounds | null {
    const bounds = new LngLatBounds();
    for (const { lat, lng } of this.#stops.toShow) bounds.extend([lng, lat]);
    if (this.#rider) bounds.extend([this.#rider.at.lng, this.#rider.at.lat]);
    for (const [lng, lat] of this.#routeLayer.ahead) bounds.extend([lng, lat]);
    for (const { lat, lng } of this.#places?.locations ?? []) bounds.extend([lng, lat]);
    return bounds.isEmpty() ? null : bounds;
  }

  get #maxFitZoom(): number {
    return this.#places ? 15 : 16.5;
  }

  /** Shows everything that is still to come and follows it again. */
  fit(animate = true): void {
    this.#following = true;
    const bounds = this.#content();
    if (!bounds) return;
    this.#map.fitBounds(bounds, {
      padding: this.#options.padding,
      maxZoom: this.#maxFitZoom,
      ...(animate && !this.#reducedMotion ? { duration: 700 } : { animate: false }),
    });
  }

  /** Follows: moves when the rider leaves the picture, and comes closer as the way gets shorter. */
  #keepInView(): void {
    if (!this.#following || !this.#rider || this.#map.isMoving()) return;
    const { x, y } = this.#map.project([this.#rider.at.lng, this.#rider.at.lat]);
    const { clientWidth, clientHeight } = this.#options.container;
    const { top = 0, bottom = 0, left = 0, right = 0 } = this.#options.padding;
    const margin = 24;
    const inside =
      x > left - margin && y > top - margin && x < clientWidth - right + margin && y < clientHeight - bottom + margin;
    if (!inside) return this.fit();
    const bounds = this.#content();
    const fitting =
      bounds && this.#map.cameraForBounds(bounds, { padding: this.#options.padding, maxZoom: this.#maxFitZoom });
    if (fitting?.zoom !== undefined && fitting.zoom > this.#map.getZoom() + closerZoom) this.fit();
  }

  moveTo(center: Location, zoom?: number): void {
    const camera = { center: [center.lng, center.lat] as [number, number], ...(zoom === undefined ? {} : { zoom }) };
    if (this.#reducedMotion) this.#map.jumpTo(camera);
    else this.#map.easeTo({ ...camera, duration: 500 });
  }

  zoomBy(steps: number): void {
    this.#free();
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: this.#reducedMotion ? 0 : 250 });
  }

  /** Puts the keyboard onto the map. */
  focus(): void {
    this.#map.getCanvas().focus({ preventScroll: true });
  }

  remove(): void {
    this.#rider?.remove();
    this.#map.remove();
  }
}
