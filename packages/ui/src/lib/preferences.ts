/** Who an app is for; also the name of its router and the prefix of its cookies (cookies don't tell ports apart). */
export const audiences = ["customer", "rider", "restaurant"] as const;
export type Audience = (typeof audiences)[number];

export const themes = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof themes)[number];

export const locales = ["en", "hi"] as const;
export type Locale = (typeof locales)[number];
export const localeNames: Record<Locale, string> = { en: "English", hi: "हिन्दी" };

export const localeCookie = "tiffin_locale";
export const themeCookie = (audience: Audience) => `tiffin_${audience}_theme`;
/** Not a credential: tells the server's first paint whether a session is likely, so that no login button flashes. */
export const signedInCookie = (audience: Audience) => `tiffin_${audience}_signed_in`;

export const asTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? "system";
export const asLocale = (value: string | undefined): Locale | undefined => locales.find((locale) => locale === value);

/** The first of our languages that the browser asks for, by its own order of preference; else English. */
export function localeFromHeader(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const q = parameters.find((p) => p.trim().startsWith("q="));
      return { language: tag.toLowerCase().split("-")[0], quality: q ? Number(q.trim().slice(2)) || 0 : 1 };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = asLocale(language);
    if (locale) return locale;
  }
  return "en";
}
