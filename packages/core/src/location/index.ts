export {
  createLocationIngest,
  type IngestObserver,
  type LocationIngest,
  type LocationIngestServices,
  type PointsJob,
} from "./ingest.ts";
export { hideEndedRides } from "./hide-ended-rides.ts";
export { keys as locationKeys } from "./keys.ts";
export { PositionFeed, type PositionFeedOptions, type PositionOutcome } from "./position-feed.ts";
export {
  beginSession,
  lastPositions,
  livePosition,
  nearbyRiders,
  SILENT_AFTER_MS,
  sweepSilentRiders,
  type NearbyRider,
  type RiderPosition,
} from "./positions.ts";
export {
  nextDropOff,
  parseSheet,
  readSheets,
  refreshSheets,
  stillCarried,
  type RiderSheet,
  type SheetRide,
} from "./rider-sheet.ts";
export { findCarriedEta } from "./ride-eta.ts";
export {
  routesOver,
  Streets,
  type CityRoutes,
  type CityRoutesOptions,
  type FindTravel,
} from "./streets/city-routes.ts";
export { importStreets, prepareStreets, StreetsError, type StreetReport } from "./streets/import/import-streets.ts";
export { readGraphml } from "./streets/import/read-graphml.ts";
export { readOsmPbf } from "./streets/import/read-osm-pbf.ts";
export { readStreetGeoJson } from "./streets/import/read-street-geojson.ts";
export { SNAP_METERS, StreetNetwork, type Route, type Travel } from "./streets/street-network.ts";
export type { TrailPoint } from "./trail-entry.ts";
export { ensureTrailPartitions, retireTrailPartitions, type OldTrail } from "./trail-partitions.ts";
export { copyTrail } from "./trail-copy.ts";
export { createTrailWriter, type TrailWriter, type TrailWriterOptions } from "./trail-writer.ts";
