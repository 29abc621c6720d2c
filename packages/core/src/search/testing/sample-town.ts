import { newId } from "@tiffin/db/ids";
import { destination } from "@tiffin/domain/geo/distance";
import type { SearchDocument } from "@tiffin/domain/search/document";

export const CENTRE = { lat: 12.9716, lng: 77.5946 };
/** Monday 23 November 2026, 13:00 in Kolkata. */
export const MONDAY_NOON = new Date("2026-11-23T07:30:00Z");

const everyDay = (opensMinute: number, closesMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute, closesMinute }));

/** A restaurant `metersNorth` of the centre, open from 10 to 22 unless told otherwise. */
export function restaurant(
  cityId: string,
  name: string,
  metersNorth: number,
  changes: Partial<SearchDocument> & { dishNames?: readonly string[] } = {},
): SearchDocument {
  const { dishNames = [], ...rest } = changes;
  return {
    id: newId(),
    cityId,
    name,
    localName: null,
    cuisines: [],
    location: destination(CENTRE, 0, metersNorth),
    rating: 4,
    ratingCount: 100,
    costForTwo: 40_000,
    currency: "INR",
    timeZone: "Asia/Kolkata",
    isPureVeg: false,
    prepMinutes: 20,
    deliveryRadiusMeters: 5_000,
    acceptingOrders: true,
    pausedUntil: null,
    orderable: true,
    hours: everyDay(600, 1_320),
    closures: [],
    imageKey: null,
    dishes: dishNames.map((dish, index) => ({
      id: newId(),
      name: dish,
      price: 20_000,
      isVeg: true,
      popularity: 100 - index,
    })),
    ...rest,
  };
}

/** A dozen kitchens that differ in one thing each. */
export function sampleTown(cityId: string) {
  return {
    paradise: restaurant(cityId, "Paradise Biryani", 900, {
      cuisines: ["Biryani", "Mughlai"],
      rating: 4.4,
      ratingCount: 2_000,
      dishNames: ["Chicken Dum Biryani", "Mutton Biryani", "Mirchi ka Salan"],
    }),
    udupi: restaurant(cityId, "Udupi Krishna Bhavan", 400, {
      localName: "उडुपी कृष्ण भवन",
      cuisines: ["South Indian"],
      isPureVeg: true,
      costForTwo: 25_000,
      rating: 4.6,
      dishNames: ["Masala Dosa", "Idli Vada", "Filter Coffee"],
    }),
    cafe: restaurant(cityId, "Café Déjà Brew", 1_500, {
      cuisines: ["Cafe", "Italian"],
      costForTwo: 70_000,
      rating: 3.9,
      dishNames: ["Margherita Pizza", "Cappuccino", "Tiramisu"],
    }),
    kebabs: restaurant(cityId, "Karim's Grill", 2_500, {
      cuisines: ["Mughlai", "Kebab"],
      rating: 4.2,
      dishNames: ["Seekh Kebab", "Chicken Biryani", "Rumali Roti"],
    }),
    shawarma: restaurant(cityId, "Beirut Express", 3_000, {
      cuisines: ["Lebanese"],
      costForTwo: 30_000,
      rating: 3.4,
      dishNames: ["Chicken Shawarma", "Falafel Wrap", "Hummus"],
    }),
    nightOwl: restaurant(cityId, "Night Owl Rolls", 1_200, {
      cuisines: ["Rolls"],
      hours: everyDay(1_140, 1_620),
      rating: 4.1,
      dishNames: ["Egg Roll", "Paneer Roll"],
    }),
    paused: restaurant(cityId, "Sagar Ratna", 1_100, {
      cuisines: ["South Indian"],
      isPureVeg: true,
      acceptingOrders: false,
      dishNames: ["Rava Dosa"],
    }),
    onHoliday: restaurant(cityId, "Annapoorna", 1_300, {
      cuisines: ["South Indian"],
      isPureVeg: true,
      closures: ["2026-11-23"],
      dishNames: ["Ghee Roast Dosa"],
    }),
    unrated: restaurant(cityId, "Grandmother's Kitchen", 2_000, {
      cuisines: ["North Indian"],
      rating: null,
      ratingCount: 0,
      costForTwo: null,
      dishNames: ["Rajma Chawal"],
    }),
    far: restaurant(cityId, "Hyderabad House", 7_500, { cuisines: ["Biryani"], dishNames: ["Hyderabadi Biryani"] }),
    hindi: restaurant(cityId, "शर्मा भोजनालय", 6_000, { dishNames: ["आलू टिक्की", "मीठी लस्सी"] }),
    quotes: restaurant(cityId, `Bob's "Diner" & Grill (24x7)`, 3_500, {
      cuisines: ["American"],
      dishNames: ["Double Cheeseburger", "Vegetable Schezwan Noodles"],
    }),
  };
}
