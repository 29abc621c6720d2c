import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, LngLat, Polyline } from "@tiffin/domain/geo/location";
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, PaddingOptions } from "maplibre-gl";
import { type Fix, glideAt, glideMilliseconds, glidePath, jumpMeters, shortestTurn, splitRoute } from "./glide.ts";
import { AttributionControl, LngLatBounds, MapLibreMap, Marker } from "./maplibre.ts";
import { type StopKind, riderElement, stopElement } from "./markers.ts";
import { type MapPlace, PlacesLayer } from "./places-layer.ts";
import { type MapTheme, cityStyle } from "./style.ts";

export type { MapPlace } from "./places-layer.ts";
export type Stop = { id: string; kind: StopKind; location: Location; label: string };

export type ViewOptions = {
  container: HTMLElement;
  sourceUrl: string;
  attribution: string | null;
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
};
export type MapArea = { center: Location; reachMeters: number };

/** The map itself, outside React: what stands on it is told by `show…`, and it moves by its own clock. */
export class CityMapView {
  readonly #map: MapLibreMap;
  readonly #options: ViewOptions;
  readonly #stops = new Map<string, { marker: Marker; stop: Stop }>();
  #rider: {
    marker: Marker;
    turn: (degrees: number | null) => void;
    fix: Fix;
    at: Location;
    heading: number | null;
  } | null = null;
  #frame = 0;
  #places: PlacesLayer | null = null;
  #route: Polyline = [];
  #following = true;
  #theme: MapTheme;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#theme = options.theme;
    this.#map = new MapLibreMap({
      container: options.container,
      style: cityStyle(options.theme, options.sourceUrl, options.attribution),
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
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    if (options.attribution) map.addControl(new AttributionControl({ compact: true }), "bottom-right");
    map.on("load", options.onReady);
    map.on("style.load", () => this.#drawRoute());
    map.on("error", ({ error }) => options.onFail(new Error(error.message)));
    for (const event of ["dragstart", "wheel", "zoomstart"] as const) {
      map.on(event, (happened) => {
        if ("originalEvent" in happened && happened.originalEvent) this.#free();
      });
    }
    // A sheet that grows over the map takes of its height: what was fitted in is fitted in again.
    map.on("resize", () => {
      if (this.#following && this.#stops.size > 0) this.fit(false);
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
      reducedMotion: this.#options.reducedMotion,
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
    if (this.#places) this.#places.theme = theme;
    this.#map.setStyle(cityStyle(theme, this.#options.sourceUrl, this.#options.attribution), { diff: false });
  }

  showStops(stops: readonly Stop[]): void {
    const wanted = new Map(stops.map((stop) => [stop.id, stop]));
    for (const [id, { marker }] of this.#stops) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.#stops.delete(id);
    }
    for (const stop of stops) {
      const known = this.#stops.get(stop.id);
      if (known && known.stop.kind === stop.kind && known.stop.label === stop.label) {
        known.marker.setLngLat([stop.location.lng, stop.location.lat]);
        known.stop = stop;
        continue;
      }
      known?.marker.remove();
      const marker = new Marker({ element: stopElement(stop.kind, stop.label), anchor: "bottom" })
        .setLngLat([stop.location.lng, stop.location.lat])
        .addTo(this.#map);
      this.#stops.set(stop.id, { marker, stop });
    }
  }

  showRoute(route: Polyline): void {
    this.#route = route;
    this.#drawRoute();
  }

  showRider(fix: Fix | null): void {
    if (!fix) {
      cancelAnimationFrame(this.#frame);
      this.#rider?.marker.remove();
      this.#rider = null;
      return this.#drawRoute();
    }
    if (!this.#rider) {
      const { element, turn } = riderElement(this.#options.riderLabel);
      const marker = new Marker({ element, anchor: "center" })
        .setLngLat([fix.location.lng, fix.location.lat])
        .addTo(this.#map);
      turn(fix.heading);
      this.#rider = { marker, turn, fix, at: fix.location, heading: fix.heading };
      return this.#drawRoute();
    }
    const rider = this.#rider;
    if (fix.recordedAt === rider.fix.recordedAt) return;
    const path = glidePath(rider.at, fix.location, this.#route);
    const jump = this.#options.reducedMotion || distanceMeters(rider.at, fix.location) > jumpMeters;
    const duration = jump ? 0 : glideMilliseconds(rider.fix, fix);
    rider.fix = fix;
    this.#glide(path, duration, fix.heading);
  }

  #glide(path: LngLat[], duration: number, restHeading: number | null): void {
    cancelAnimationFrame(this.#frame);
    const startedAt = performance.now();
    let routeDrawnAt = 0;
    const step = (now: number) => {
      const rider = this.#rider;
      if (!rider) return;
      const share = duration === 0 ? 1 : Math.min(1, (now - startedAt) / duration);
      const { location, heading } = glideAt(path, share, restHeading);
      rider.at = location;
      rider.marker.setLngLat([location.lng, location.lat]);
      if (heading !== null) {
        rider.heading = rider.heading === null ? heading : shortestTurn(rider.heading, heading);
        rider.turn(rider.heading);
      }
      // The line is cut four times a second: each cut is a new upload to the worker.
      if (share >= 1 || now - routeDrawnAt > 250) {
        routeDrawnAt = now;
        this.#drawRoute();
      }
      if (share < 1) this.#frame = requestAnimationFrame(step);
      else this.#keepInView();
    };
    this.#frame = requestAnimationFrame(step);
  }

  #drawRoute(): void {
    const ahead = this.#map.getSource<GeoJSONSource>("route");
    const travelled = this.#map.getSource<GeoJSONSource>("travelled");
    if (!ahead || !travelled) return;
    const split = this.#rider ? splitRoute(this.#route, this.#rider.at) : { behind: [], ahead: [...this.#route] };
    void ahead.setData(lineOf(split.ahead));
    void travelled.setData(lineOf(split.behind));
  }

  #content(): LngLatBounds | null {
    const bounds = new LngLatBounds();
    for (const { stop } of this.#stops.values()) bounds.extend([stop.location.lng, stop.location.lat]);
    if (this.#rider) bounds.extend([this.#rider.at.lng, this.#rider.at.lat]);
    for (const [lng, lat] of this.#route) bounds.extend([lng, lat]);
    for (const { lat, lng } of this.#places?.locations ?? []) bounds.extend([lng, lat]);
    return bounds.isEmpty() ? null : bounds;
  }

  /** Shows everything and follows it again. */
  fit(animate = true): void {
    this.#following = true;
    const bounds = this.#content();
    if (!bounds) return;
    this.#map.fitBounds(bounds, {
      padding: this.#options.padding,
      maxZoom: this.#places ? 15 : 16,
      ...(animate && !this.#options.reducedMotion ? { duration: 700 } : { animate: false }),
    });
  }

  #keepInView(): void {
    if (!this.#following || !this.#rider) return;
    const { x, y } = this.#map.project([this.#rider.at.lng, this.#rider.at.lat]);
    const { clientWidth, clientHeight } = this.#options.container;
    const { top = 0, bottom = 0, left = 0, right = 0 } = this.#options.padding;
    const margin = 24;
    const inside =
      x > left - margin && y > top - margin && x < clientWidth - right + margin && y < clientHeight - bottom + margin;
    if (!inside) this.fit();
  }

  moveTo(center: Location, zoom?: number): void {
    const camera = { center: [center.lng, center.lat] as [number, number], ...(zoom === undefined ? {} : { zoom }) };
    if (this.#options.reducedMotion) this.#map.jumpTo(camera);
    else this.#map.easeTo({ ...camera, duration: 500 });
  }

  zoomBy(steps: number): void {
    this.#free();
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: this.#options.reducedMotion ? 0 : 250 });
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#map.remove();
  }
}

function lineOf(coordinates: LngLat[]): FeatureCollection {
  if (coordinates.length < 2) return { type: "FeatureCollection", features: [] };
  const line = { type: "LineString" as const, coordinates: coordinates.map(([lng, lat]) => [lng, lat]) };
  return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: line }] };
}
