export { createAddress, deleteAddress, listAddresses, type NewAddress } from "./addresses.ts";
export { cityMap, getCity, listCities, type CityMap } from "./cities.ts";
export { closeOn, getKitchenHours, reopenOn, setWeeklyHours } from "./kitchen-hours.ts";
export { createKitchenLoads, type CityLoad, type KitchenLoads, type KitchenLoadsOptions } from "./kitchen-loads.ts";
export {
  getKitchenMenu,
  listKitchens,
  updateKitchen,
  updateMenuItem,
  type UpdateKitchen,
  type UpdateMenuItem,
} from "./kitchens.ts";
export { getMenu } from "./menu.ts";
export { ownKitchen } from "./own-kitchen.ts";
export { restoreDishes } from "./restore-dishes.ts";
export { restaurantState, type RestaurantState } from "./restaurant-state.ts";
export type { CatalogServices } from "./services.ts";
