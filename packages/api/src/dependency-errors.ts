/** Error codes of sockets and of postgres.js that mean: the server is away, not: the request is wrong. */
const SOCKET_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
]);
/**
 * SQLSTATEs of a Postgres that can't serve now: class 08 (connection), 53 (out of resources), 57P0x (shutting down,
 * starting up), 57014 (statement timeout), 40001 and 40P01 (lost a race: trying again helps).
 */
const SQLSTATES = /^(08...|53...|57P0.|57014|40001|40P01|25006)$/;
const REDIS_NAMES = new Set(["MaxRetriesPerRequestError", "ClusterAllFailedError"]);
const REDIS_MESSAGES = /^(Connection is closed|Command timed out|Stream isn't writeable|LOADING |BUSY |READONLY )/;

/** Whether some server we stand on is away, anywhere in the chain of causes (drizzle and tRPC wrap what they catch). */
export function isDependencyDown(error: unknown): boolean {
  return causes(error).some(
    ({ code, name, message }) =>
      (typeof code === "string" && (SOCKET_CODES.has(code) || SQLSTATES.test(code))) ||
      REDIS_NAMES.has(name) ||
      REDIS_MESSAGES.test(message),
  );
}

/** SQLSTATE 22021, 22P05: text that Postgres can't store, such as a NUL character that slipped through. */
export function isRefusedText(error: unknown): boolean {
  return causes(error).some(({ code }) => code === "22021" || code === "22P05");
}

function causes(error: unknown): { code: unknown; name: string; message: string }[] {
  const chain = [];
  for (let at = error; at instanceof Error && chain.length < 8; at = at.cause) {
    chain.push({ code: "code" in at ? at.code : undefined, name: at.name, message: at.message });
    if (at instanceof AggregateError && at.errors.length > 0) chain.push(...causes(at.errors[0]));
  }
  return chain;
}
