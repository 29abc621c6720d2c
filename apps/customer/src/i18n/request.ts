import { requestConfig } from "@tiffin/ui/server/i18n";

const load = {
  en: () =>
    Promise.all([
      import("../../messages/en/shell.json"),
      import("../../messages/en/place.json"),
      import("../../messages/en/search.json"),
      import("../../messages/en/restaurant.json"),
      import("../../messages/en/cart.json"),
      import("../../messages/en/checkout.json"),
      import("../../messages/en/orders.json"),
      import("../../messages/en/account.json"),
    ]),
  hi: () =>
    Promise.all([
      import("../../messages/hi/shell.json"),
      import("../../messages/hi/place.json"),
      import("../../messages/hi/search.json"),
      import("../../messages/hi/restaurant.json"),
      import("../../messages/hi/cart.json"),
      import("../../messages/hi/checkout.json"),
      import("../../messages/hi/orders.json"),
      import("../../messages/hi/account.json"),
    ]),
};

/** The texts stand by screen, a file each; here they are one again. */
export default requestConfig(async (locale) => {
  const screens = await load[locale]();
  return { default: Object.assign({}, ...screens.map((screen) => screen.default)) as Record<string, unknown> };
});
