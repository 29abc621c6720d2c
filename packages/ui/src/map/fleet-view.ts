import type { Location } from "@tiffin/domain/geo/location";
import type { MapMouseEvent } from "maplibre-gl";
import { type BaseMap, baseStyle, hasAttribution } from "./base-map.ts";
import { drawFleet, PRESSED_LAYERS, updateFleet, type Fleet, type FleetChoice } from "./fleet-layers.ts";
import { AttributionControl, MapLibreMap } from "./maplibre.ts";
import type { MapTheme } from "./palette.ts";

export type FleetViewOptions = {
  container: HTMLElement;
  base: BaseMap;
  theme: MapTheme;
  center: Location;
  label: string;
  reducedMotion: boolean;
  /** What stands on the map can be seen; its streets may still be on their way. Again after a change of theme. */
  onReady: () => void;
  onFail: (error: Error) => void;
  onChoose: (choice: FleetChoice | null) => void;
};

/** What lies over the map's edges: buttons, and on a wide one the legend. Pixels. */
const PADDING = { top: 64, right: 72, bottom: 64, left: 64 };
const LEGEND = 250;
const WIDE = 700;
/** So near that a lone rider still stands in a neighbourhood. */
const NEAREST_FRAME = 14;

/** Half of a finger, in pixels. */
const REACH = 12;
const nobody: Fleet = { riders: [], kitchens: [], doors: [] };

/** A whole city's fleet on one map, outside React. */
export class FleetView {
  readonly #map: MapLibreMap;
  readonly #options: FleetViewOptions;
  #fleet = nobody;
  #choice: FleetChoice | null = null;
  #theme: MapTheme;
  #isFramed = false;

  constructor(options: FleetViewOptions) {
    this.#options = options;
    this.#theme = options.theme;
    const map = new MapLibreMap({
      container: options.container,
      style: baseStyle(options.base, options.theme),
      center: [options.center.lng, options.center.lat],
      zoom: 12.6,
      minZoom: 9,
      maxZoom: 19,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: options.reducedMotion ? 0 : 200,
      locale: { "Map.Title": options.label },
    });
    this.#map = map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    if (hasAttribution(options.base)) map.addControl(new AttributionControl({ compact: true }), "bottom-right");
    map.on("style.load", () => {
      drawFleet(map, this.#theme, this.#fleet, this.#choice);
      options.onReady();
    });
    map.on("error", ({ error }) => options.onFail(new Error(error.message)));
    map.on("click", (event) => options.onChoose(this.#under(event)));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.#under(event) ? "pointer" : "";
    });
  }

  show(fleet: Fleet, choice: FleetChoice | null): void {
    this.#fleet = fleet;
    this.#choice = choice;
    updateFleet(this.#map, fleet, choice);
    if (!this.#isFramed) this.#frame();
  }

  /** Once, when it is first known who is where: everybody is in sight. From then on the map is the operator's. */
  #frame(): void {
    const places = [...this.#fleet.riders, ...this.#fleet.kitchens, ...this.#fleet.doors].map(
      ({ location }) => location,
    );
    if (places.length === 0) return;
    this.#isFramed = true;
    const lngs = places.map(({ lng }) => lng);
    const lats = places.map(({ lat }) => lat);
    const left = this.#map.getContainer().clientWidth >= WIDE ? LEGEND : PADDING.left;
    this.#map.fitBounds(
      [
        [Math.min(...lngs), Math.min(...lats)],
        [Math.max(...lngs), Math.max(...lats)],
      ],
      { padding: { ...PADDING, left }, maxZoom: NEAREST_FRAME, duration: 0 },
    );
  }

  setTheme(theme: MapTheme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#map.setStyle(baseStyle(this.#options.base, theme), { diff: false });
  }

  /** Brings a place into the middle, near enough to read the names of its streets. */
  goTo({ lat, lng }: Location): void {
    this.#map.easeTo({
      center: [lng, lat],
      zoom: Math.max(this.#map.getZoom(), 14.2),
      duration: this.#options.reducedMotion ? 0 : 600,
    });
  }

  zoomBy(steps: number): void {
    this.#map.zoomTo(this.#map.getZoom() + steps, { duration: this.#options.reducedMotion ? 0 : 200 });
  }

  remove(): void {
    this.#map.remove();
  }

  #under({ point }: MapMouseEvent): FleetChoice | null {
    const layers = PRESSED_LAYERS.filter((id) => this.#map.getLayer(id));
    if (layers.length === 0) return null;
    const [hit] = this.#map.queryRenderedFeatures(
      [
        [point.x - REACH, point.y - REACH],
        [point.x + REACH, point.y + REACH],
      ],
      { layers },
    );
    if (!hit) return null;
    return { kind: hit.properties["kind"] as FleetChoice["kind"], id: String(hit.properties["id"]) };
  }
}
