import type { StreetClass } from "@tiffin/domain/geo/streets";
import type { Point } from "./plane.ts";

/** What a town planner would hand over: where things lie and what they are called. The rest is grown from it. */
export const plan = {
  name: "Nandipur",
  slug: "nandipur",
  /** Open country in Karnataka, far from any real town of that name. */
  centre: { lat: 13.862, lng: 76.781 },
  halfWidth: 3_100,
  halfHeight: 2_600,
} as const;

export interface Neighbourhood {
  name: string;
  at: Point;
  kind: "old town" | "market" | "layout" | "garden" | "campus" | "industrial" | "village";
  /** Which way its streets run, degrees from east. */
  angle: number;
  /** Meters between parallel streets. */
  spacing: number;
  /** Share of the kitchens and of the customers that live there. */
  kitchens: number;
  homes: number;
}

export const neighbourhoods: readonly Neighbourhood[] = [
  { name: "Kote Pete", at: [-60, 150], kind: "old town", angle: 8, spacing: 52, kitchens: 8, homes: 4 },
  { name: "Chikka Bazaar", at: [-420, -330], kind: "market", angle: -12, spacing: 56, kitchens: 9, homes: 3 },
  { name: "Station Quarter", at: [-200, -820], kind: "market", angle: 3, spacing: 66, kitchens: 5, homes: 3 },
  { name: "Gandhi Nagar", at: [-840, 420], kind: "layout", angle: 24, spacing: 66, kitchens: 6, homes: 6 },
  { name: "Vinayaka Layout", at: [-1_250, -420], kind: "layout", angle: -20, spacing: 62, kitchens: 5, homes: 7 },
  { name: "Tank View", at: [-1_000, 1_380], kind: "garden", angle: 48, spacing: 80, kitchens: 3, homes: 4 },
  { name: "Malleshwara Nagar", at: [-100, 1_130], kind: "layout", angle: 12, spacing: 64, kitchens: 5, homes: 7 },
  { name: "Rajendra Colony", at: [-2_000, 60], kind: "layout", angle: 6, spacing: 70, kitchens: 2, homes: 4 },
  { name: "Basaveshwara Extension", at: [-900, -1_420], kind: "layout", angle: 32, spacing: 66, kitchens: 3, homes: 5 },
  { name: "Sarvodaya Nagar", at: [130, -1_520], kind: "layout", angle: -8, spacing: 66, kitchens: 3, homes: 5 },
  { name: "Jyothi Nagar", at: [1_320, 720], kind: "layout", angle: 36, spacing: 64, kitchens: 5, homes: 7 },
  { name: "Lakeside Enclave", at: [1_950, -480], kind: "garden", angle: -28, spacing: 82, kitchens: 3, homes: 4 },
  { name: "Teachers' Colony", at: [1_290, -210], kind: "layout", angle: 14, spacing: 64, kitchens: 4, homes: 6 },
  { name: "Polytechnic Campus", at: [1_850, 1_380], kind: "campus", angle: 62, spacing: 105, kitchens: 3, homes: 2 },
  { name: "Shanthi Layout", at: [470, 1_000], kind: "layout", angle: -14, spacing: 68, kitchens: 3, homes: 5 },
  {
    name: "Industrial Suburb",
    at: [1_320, -1_430],
    kind: "industrial",
    angle: -16,
    spacing: 125,
    kitchens: 2,
    homes: 1,
  },
  { name: "Hosahalli", at: [-1_900, -1_250], kind: "village", angle: 40, spacing: 88, kitchens: 1, homes: 2 },
  { name: "Kambipura", at: [2_380, 420], kind: "village", angle: -4, spacing: 88, kitchens: 1, homes: 2 },
];

/** The Nandini comes from the northern hills and leaves to the south-east. */
export const river: readonly Point[] = [
  [250, 3_000],
  [420, 2_500],
  [760, 2_050],
  [860, 1_560],
  [620, 1_120],
  [560, 720],
  [790, 330],
  [860, -80],
  [640, -480],
  [590, -860],
  [820, -1_260],
  [800, -1_700],
  [1_120, -2_150],
  [1_180, -2_900],
];

export interface Lake {
  name: string;
  at: Point;
  radiusX: number;
  radiusY: number;
  turn: number;
}

export const lakes: readonly Lake[] = [
  { name: "Dodda Kere", at: [-1_720, 820], radiusX: 470, radiusY: 300, turn: 0.5 },
  { name: "Chikka Kere", at: [2_330, -930], radiusX: 260, radiusY: 170, turn: -0.4 },
  { name: "Kalyani", at: [45, 330], radiusX: 42, radiusY: 34, turn: 0.15 },
];

export const railway: readonly Point[] = [
  [-3_300, -780],
  [-2_300, -960],
  [-1_300, -1_060],
  [-300, -1_085],
  [500, -1_110],
  [1_300, -980],
  [2_300, -1_240],
  [3_300, -1_700],
];
export const station = { name: "Nandipur Junction", at: [-330, -1_060] as Point };

export interface MainRoad {
  name: string;
  class: StreetClass;
  points: readonly Point[];
  closed?: true;
}

/** Roads that were there before the town filled in around them. Only these (and two lanes) cross water and rail. */
export const mainRoads: readonly MainRoad[] = [
  {
    name: "National Highway 148",
    class: "highway",
    points: [
      [-3_300, 1_980],
      [-2_300, 1_980],
      [-1_300, 2_120],
      [-300, 2_160],
      [420, 2_060],
      [1_200, 1_930],
      [2_050, 1_900],
      [2_700, 1_500],
      [3_300, 1_300],
    ],
  },
  {
    name: "Mahatma Gandhi Road",
    class: "arterial",
    points: [
      [-3_300, 250],
      [-2_500, -130],
      [-1_850, -190],
      [-1_200, -40],
      [-640, 40],
      [-180, -70],
      [300, -20],
      [800, 130],
      [1_300, 280],
      [2_000, 190],
      [2_600, 160],
      [3_300, 420],
    ],
  },
  {
    name: "Kempegowda Road",
    class: "arterial",
    points: [
      [-520, 2_160],
      [-420, 1_650],
      [-330, 1_080],
      [-300, 520],
      [-180, -70],
      [-250, -560],
      [-330, -1_000],
      [-390, -1_500],
      [-300, -2_000],
      [-420, -2_800],
    ],
  },
  {
    name: "Fort Road",
    class: "arterial",
    points: [
      [-180, -70],
      [120, -420],
      [610, -640],
      [1_080, -640],
      [1_600, -780],
      [2_100, -1_240],
      [2_600, -1_780],
      [3_300, -2_080],
    ],
  },
  {
    name: "Agrahara Road",
    class: "arterial",
    points: [
      [-640, 40],
      [-950, -560],
      [-1_300, -1_060],
      [-1_760, -1_640],
      [-2_250, -2_050],
      [-2_800, -2_800],
    ],
  },
  {
    name: "Temple Car Street",
    class: "collector",
    points: [
      [-300, 520],
      [-60, 610],
      [230, 540],
      [330, 260],
      [300, -20],
    ],
  },
  {
    name: "Ring Road",
    class: "arterial",
    closed: true,
    points: [
      [1_640, 240],
      [1_640, 820],
      [1_280, 1_290],
      [740, 1_460],
      [150, 1_540],
      [-400, 1_640],
      [-980, 1_640],
      [-1_330, 1_270],
      [-1_230, 760],
      [-1_480, 360],
      [-1_660, -180],
      [-1_560, -760],
      [-1_300, -1_060],
      [-1_000, -1_700],
      [-380, -1_870],
      [300, -1_860],
      [810, -1_700],
      [1_330, -1_640],
      [1_650, -1_180],
      [1_600, -780],
      [1_700, -260],
    ],
  },
  {
    name: "Devarahatti Road",
    class: "arterial",
    points: [
      [1_280, 1_290],
      [1_600, 1_560],
      [2_050, 1_900],
      [2_420, 2_400],
      [2_560, 2_800],
    ],
  },
  {
    name: "Old Bridge Road",
    class: "collector",
    points: [
      [-300, 520],
      [60, 760],
      [570, 800],
      [900, 760],
      [1_260, 560],
      [1_640, 240],
    ],
  },
  {
    name: "Hosahalli Road",
    class: "collector",
    points: [
      [-1_560, -760],
      [-1_900, -1_080],
      [-2_500, -1_240],
      [-3_300, -1_420],
    ],
  },
];

/** Streets of the main network that carry traffic one way only, where the town is dense. Tried in this order. */
export const oneWayStreets: readonly string[] = ["Temple Car Street", "Silk Merchants' Road", "Fort Road"];

export interface Landmark {
  name: string;
  class: "temple" | "mosque" | "church" | "market" | "hospital" | "school" | "station" | "stadium" | "fort" | "office";
  at: Point;
}

export const landmarks: readonly Landmark[] = [
  { name: "Sri Nandishwara Temple", class: "temple", at: [10, 190] },
  { name: "Nandipur Fort", class: "fort", at: [-110, 330] },
  { name: "Jamia Masjid", class: "mosque", at: [-520, -220] },
  { name: "St Mary's Church", class: "church", at: [-760, 180] },
  { name: "Krishnarajendra Market", class: "market", at: [-400, -420] },
  { name: "District Hospital", class: "hospital", at: [-980, -180] },
  { name: "Government Polytechnic", class: "school", at: [1_900, 1_330] },
  { name: "Town Hall", class: "office", at: [-90, -190] },
  { name: "KSRTC Bus Stand", class: "station", at: [-470, -700] },
  { name: "Netaji Stadium", class: "stadium", at: [1_090, 1_010] },
  { name: "Vani Vilas School", class: "school", at: [-160, 930] },
  { name: "Lakeview Hospital", class: "hospital", at: [1_830, -160] },
  { name: "Silk Exchange", class: "market", at: [-520, -520] },
];

export interface Park {
  name: string;
  at: Point;
  radius: number;
}

/** The blocks around these places stay green. */
export const parks: readonly Park[] = [
  { name: "Kuvempu Park", at: [-620, 640], radius: 120 },
  { name: "Fort Garden", at: [-130, 340], radius: 60 },
  { name: "Cubbon Maidan", at: [-80, -330], radius: 90 },
  { name: "Vinayaka Park", at: [-1_240, -560], radius: 80 },
  { name: "Tagore Park", at: [40, 1_280], radius: 90 },
  { name: "Netaji Stadium Grounds", at: [1_090, 1_010], radius: 110 },
  { name: "Teachers' Park", at: [1_270, -320], radius: 75 },
  { name: "Jyothi Park", at: [1_420, 560], radius: 70 },
  { name: "Sarvodaya Park", at: [60, -1_540], radius: 85 },
  { name: "Enclave Gardens", at: [1_990, -640], radius: 110 },
  { name: "Polytechnic Grounds", at: [1_960, 1_480], radius: 170 },
  { name: "Rajendra Park", at: [-2_020, 170], radius: 80 },
  { name: "Extension Park", at: [-860, -1_390], radius: 70 },
];
