/** Addresses of servers, separated by commas where there are several, as a person may read them. */
export function withoutPassword(urls: string): string {
  return urls
    .split(",")
    .map((url) => {
      const parsed = new URL(url.trim());
      if (parsed.password !== "") parsed.password = "…";
      return decodeURIComponent(parsed.href);
    })
    .join(",");
}
