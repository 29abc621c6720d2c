const AWAY_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "UNAVAILABLE",
  "57P01",
  "57P03",
]);

/** A server can't be reached: nobody's input is to blame, and the same will work once it is back. */
export function isAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && AWAY_CODES.has(at.code)) return true;
    if (at.name === "MaxRetriesPerRequestError" || at.name === "AbortError" || at.message === "fetch failed")
      return true;
    if (at.message.startsWith("Connection is closed")) return true;
  }
  return false;
}
