import type { PushMessage } from "@tiffin/domain/wire/push";

/**
 * What was pushed, or null for what is none of ours (or of a version that this worker does not know yet: then the page will
 * say it). By hand and not by the schema: a service worker is small, and its bundler takes no schema library.
 */
export function readPush(text: string | undefined): PushMessage | null {
  let found: unknown;
  try {
    found = JSON.parse(text ?? "");
  } catch {
    return null;
  }
  if (typeof found !== "object" || found === null) return null;
  const fields = found as Readonly<Record<string, unknown>>;
  const textOf = (name: keyof PushMessage): string | null => {
    const value = fields[name];
    return typeof value === "string" ? value : null;
  };
  const [kind, title, body, url, tag, at] = [
    textOf("kind"),
    textOf("title"),
    textOf("body"),
    textOf("url"),
    textOf("tag"),
    textOf("at"),
  ];
  if (kind === null || title === null || body === null || tag === null || at === null) return null;
  // A path of this very app, whatever was pushed.
  if (url === null || !/^\/(?!\/)/.test(url) || Number.isNaN(Date.parse(at))) return null;
  const expiresAt = textOf("expiresAt");
  const lastsMs = fields["lastsMs"];
  return {
    kind,
    title,
    body,
    url,
    tag,
    at,
    ...(expiresAt === null || Number.isNaN(Date.parse(expiresAt)) ? {} : { expiresAt }),
    ...(typeof lastsMs === "number" && lastsMs > 0 ? { lastsMs } : {}),
    locale: fields["locale"] === "hi" ? "hi" : "en",
    sticky: fields["sticky"] === true,
  };
}
