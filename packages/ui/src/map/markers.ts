import type { Location } from "@tiffin/domain/geo/location";
import { type MapLibreMap, Marker } from "./maplibre.ts";

export type StopKind = "restaurant" | "home";
export type Stop = {
  id: string;
  kind: StopKind;
  location: Location;
  label: string;
  /** The journey has left it behind: it stays on the map, paler, and need not be in the picture. */
  passed?: boolean | undefined;
};

const icons: Record<StopKind, string> = {
  restaurant:
    '<path d="M3 2v7c0 1.1.9 2 2 2h4a2 2 0 0 0 2-2V2M7 2v20M21 15V2a5 5 0 0 0-5 5v6c0 1.1.9 2 2 2h3Zm0 0v7"/>',
  home: '<path d="M3 10.5 12 3l9 7.5V20a1 1 0 0 1-1 1h-5v-7H9v7H4a1 1 0 0 1-1-1z"/>',
};

/** A pin for a place that stands still. */
function stopElement({ kind, label }: Stop): HTMLElement {
  const element = document.createElement("div");
  element.className = `tf-stop tf-stop-${kind}`;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  // A pin whose tip is the place: it stays readable when the rider stands right there.
  element.innerHTML = `<svg class="tf-pin" viewBox="0 0 40 50" aria-hidden="true"><path d="M20 48.5C9.5 36 2.5 28.5 2.5 19.5a17.5 17.5 0 0 1 35 0c0 9-7 16.5-17.5 29z"/></svg><svg class="tf-glyph" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${icons[kind]}</svg>`;
  return element;
}

/** The pins on one map. */
export class StopMarkers {
  readonly #map: MapLibreMap;
  readonly #pins = new Map<string, { marker: Marker; stop: Stop }>();

  constructor(map: MapLibreMap) {
    this.#map = map;
  }

  /** Where the journey still goes; all of them when it has been everywhere. */
  get toShow(): Location[] {
    const stops = [...this.#pins.values()].map(({ stop }) => stop);
    const ahead = stops.filter((stop) => !stop.passed);
    return (ahead.length > 0 ? ahead : stops).map((stop) => stop.location);
  }

  show(stops: readonly Stop[]): void {
    const wanted = new Set(stops.map((stop) => stop.id));
    for (const [id, { marker }] of this.#pins) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.#pins.delete(id);
    }
    for (const stop of stops) {
      const known = this.#pins.get(stop.id);
      const same = known && known.stop.kind === stop.kind && known.stop.label === stop.label;
      if (!same) known?.marker.remove();
      const marker = same ? known.marker : new Marker({ element: stopElement(stop), anchor: "bottom" });
      marker.setLngLat([stop.location.lng, stop.location.lat]);
      if (!same) marker.addTo(this.#map);
      marker.getElement().classList.toggle("tf-stop-passed", stop.passed === true);
      this.#pins.set(stop.id, { marker, stop });
    }
  }
}

/** The rider: a scooter's disc with a nose that shows the heading. */
export function riderElement(label: string): { element: HTMLElement; turn: (degrees: number | null) => void } {
  const element = document.createElement("div");
  element.className = "tf-rider";
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  element.innerHTML =
    '<span class="tf-rider-nose" aria-hidden="true"></span><span class="tf-rider-disc" aria-hidden="true"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="5.5" cy="17.5" r="2.8"/><circle cx="18.5" cy="17.5" r="2.8"/><path d="M8.3 17.5h6.4c.4-3.6 1.6-5 3.6-6L16 5h-3M2.7 13.2c.6-2 2.2-3.2 4.4-3.2H11"/><path d="M4 6.2h5v3.8H4z" fill="currentColor"/></svg></span>';
  const nose = element.querySelector<HTMLElement>(".tf-rider-nose");
  return {
    element,
    turn(degrees) {
      if (!nose) return;
      nose.style.opacity = degrees === null ? "0" : "1";
      if (degrees !== null) nose.style.transform = `rotate(${degrees}deg)`;
    },
  };
}
