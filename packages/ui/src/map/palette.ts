export type MapTheme = "light" | "dark" | "contrast";

export type Palette = {
  ground: string;
  residential: string;
  commercial: string;
  park: string;
  water: string;
  building: string;
  buildingEdge: string;
  rail: string;
  casing: string;
  street: string;
  arterial: string;
  highway: string;
  path: string;
  label: string;
  labelStrong: string;
  halo: string;
  waterLabel: string;
  parkLabel: string;
  route: string;
  routeCasing: string;
};

export const palettes: Record<MapTheme, Palette> = {
  light: {
    ground: "#f4eee2",
    residential: "#f4eee2",
    commercial: "#f6e9d2",
    park: "#d7e7cb",
    water: "#b5d8e0",
    building: "#e9dfcc",
    buildingEdge: "#ddd0b8",
    rail: "#b3a793",
    casing: "#ddd1ba",
    street: "#fffdf8",
    arterial: "#fbe3a6",
    highway: "#f3c766",
    path: "#cdbf9f",
    label: "#5d6158",
    labelStrong: "#2f3a33",
    halo: "#fbf7ee",
    waterLabel: "#2d6b7d",
    parkLabel: "#3f6b45",
    route: "#17583f",
    routeCasing: "#fffdf8",
  },
  dark: {
    ground: "#121915",
    residential: "#121915",
    commercial: "#1b1e16",
    park: "#163024",
    water: "#12323e",
    building: "#1d2620",
    buildingEdge: "#263029",
    rail: "#4b564e",
    casing: "#0b100d",
    street: "#2c3831",
    arterial: "#4c452a",
    highway: "#665325",
    path: "#36423a",
    label: "#a9b4ab",
    labelStrong: "#dfe4da",
    halo: "#0f1612",
    waterLabel: "#7db9cd",
    parkLabel: "#84b792",
    route: "#7fd0a5",
    routeCasing: "#0b100d",
  },
  contrast: {
    ground: "#ffffff",
    residential: "#ffffff",
    commercial: "#f4f1ea",
    park: "#c4e6bb",
    water: "#8ccbe6",
    building: "#e4e1da",
    buildingEdge: "#9a978f",
    rail: "#555555",
    casing: "#3d3d3d",
    street: "#ffffff",
    arterial: "#ffd45c",
    highway: "#ffb000",
    path: "#8a8a8a",
    label: "#000000",
    labelStrong: "#000000",
    halo: "#ffffff",
    waterLabel: "#00334d",
    parkLabel: "#0a3d12",
    route: "#0038c7",
    routeCasing: "#ffffff",
  },
};
