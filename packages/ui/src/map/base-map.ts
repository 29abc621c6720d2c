import type { StyleSpecification } from "maplibre-gl";
import type { MapTheme } from "./palette.ts";
import { cityStyle } from "./style.ts";

/** What lies under everything: our own streets, or a vector style of the operator's choice with its own servers. */
export type BaseMap = {
  /** `/api/map/<slug>.geojson`, absolute. */
  sourceUrl: string;
  /** What the licence of our own streets asks to be shown. */
  attribution: string | null;
  /** The address of an online style; `{theme}` in it becomes `light`, `dark` or `contrast`. */
  onlineStyle: string | null;
};

export function baseStyle(
  { sourceUrl, attribution, onlineStyle }: BaseMap,
  theme: MapTheme,
): StyleSpecification | string {
  return onlineStyle === null ? cityStyle(theme, sourceUrl, attribution) : onlineStyle.replaceAll("{theme}", theme);
}

/** Online styles name their makers by themselves; our own streets only where a licence asks for it. */
export const hasAttribution = ({ attribution, onlineStyle }: BaseMap): boolean =>
  attribution !== null || onlineStyle !== null;
