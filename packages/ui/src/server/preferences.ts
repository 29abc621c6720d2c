import { cookies } from "next/headers";
import { type Audience, type Theme, asTheme, signedInCookie, themeCookie } from "../lib/preferences.ts";

/** What the first paint must know: the theme and whether to expect a session. */
export async function readPreferences(
  audience: Audience,
): Promise<{ audience: Audience; theme: Theme; signedIn: boolean }> {
  const jar = await cookies();
  return {
    audience,
    theme: asTheme(jar.get(themeCookie(audience))?.value),
    signedIn: jar.get(signedInCookie(audience))?.value === "1",
  };
}
