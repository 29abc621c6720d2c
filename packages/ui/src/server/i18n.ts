import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { type Locale, asLocale, localeCookie, localeFromHeader } from "../lib/preferences.ts";

type Messages = Record<string, unknown>;

/**
 * next-intl without a locale in the path: the cookie decides, else the browser's own order of languages.
 * `load` gives the app's messages; those of the design system stand beside them under `ui`.
 */
export function requestConfig(load: (locale: Locale) => Promise<{ default: Messages }>) {
  return getRequestConfig(async () => {
    const [jar, head] = await Promise.all([cookies(), headers()]);
    const locale = asLocale(jar.get(localeCookie)?.value) ?? localeFromHeader(head.get("accept-language"));
    const [app, ui] = await Promise.all([
      load(locale),
      locale === "hi" ? import("../messages/hi.json") : import("../messages/en.json"),
    ]);
    return { locale, messages: { ...app.default, ui: ui.default } as never };
  });
}
