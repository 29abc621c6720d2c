// The one file that imports MapLibre; it is loaded only when a map stands on the page.
import "maplibre-gl/dist/maplibre-gl.css";
import { setWorkerUrl } from "maplibre-gl";

// The worker is our own file (the bundler finds it by this expression), so the policy of the page needs no exception.
setWorkerUrl(new URL("maplibre-gl/dist/maplibre-gl-worker.mjs", import.meta.url).toString());

export { AttributionControl, LngLatBounds, Map as MapLibreMap, Marker } from "maplibre-gl";
