/** Where to go after the login: a path of our own, and nothing that leads away from here. */
export function safeNext(next: string | null | undefined): string {
  if (!next || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/";
  try {
    const url = new URL(next, "http://here.invalid");
    return url.host === "here.invalid" ? url.pathname + url.search + url.hash : "/";
  } catch {
    return "/";
  }
}
