import { observeServerDate } from "./server-clock.ts";

/** A failed call, in the words of problem+json: `code` is of the domain's closed union, or NETWORK when nothing answered. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryAfterSeconds?: number,
    readonly traceId?: string,
  ) {
    super(detail);
  }
}

/** `fetch` for our own `/api`: cookies, the CSRF header, and the server's clock read off the answer. */
export async function apiFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-tiffin-csrf", "1");
  const sentAt = Date.now();
  const response = await fetch(input, { ...init, headers, credentials: "same-origin" });
  observeServerDate(response.headers.get("date"), sentAt, Date.now());
  return response;
}

export async function postJson<T>(path: string, body: unknown): Promise<T> {
  let response: Response;
  try {
    response = await apiFetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiFailure(0, "NETWORK", "The network did not answer.");
  }
  const text = await response.text();
  const answer: unknown = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
  if (response.ok) return answer as T;
  const problem = (answer ?? {}) as { code?: string; detail?: string; title?: string; traceId?: string };
  const retryAfter = Number(response.headers.get("retry-after"));
  throw new ApiFailure(
    response.status,
    problem.code ?? "UNKNOWN",
    problem.detail ?? problem.title ?? response.statusText,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
    problem.traceId,
  );
}

const refreshedAtKey = "tiffin.session.refreshed-at";
let inFlight: Promise<boolean> | null = null;

/**
 * Trades the refresh cookie for a new pair, once for all tabs: refresh tokens rotate, and a second use of one would
 * revoke the family. Who waited for the lock while another tab refreshed takes that tab's cookies.
 * `failedAt` is when the refused call was sent. Resolves to whether there is a session.
 */
export function refreshSession(failedAt: number): Promise<boolean> {
  inFlight ??= withLock(async () => {
    const refreshedAt = Number(localStorage.getItem(refreshedAtKey) ?? 0);
    if (refreshedAt > failedAt) return true;
    const response = await apiFetch("/api/session/refresh", { method: "POST" });
    if (!response.ok) {
      if (response.status === 401 || response.status === 403) return false;
      throw new ApiFailure(response.status, "UNAVAILABLE", "The session could not be renewed.");
    }
    localStorage.setItem(refreshedAtKey, String(Date.now()));
    return true;
  }).finally(() => {
    inFlight = null;
  });
  return inFlight;
}

function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Plain http on a LAN address is no secure context: there are no locks there, and one tab at a time is the rule.
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("tiffin-session-refresh", work);
}
