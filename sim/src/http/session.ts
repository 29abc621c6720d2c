import { tokensSchema } from "@tiffin/domain/wire/identity";
import type { Tokens } from "@tiffin/domain/wire/identity";
import type { z } from "zod";
import { pause } from "../pause.ts";

/** An answer of the API that says no. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

const requestMs = 15_000;
const patienceMs = 60_000;

/**
 * One account at the public API. It logs in when it first has something to say, refreshes its token, and waits as long
 * as the server asks: after 429 and 503 by Retry-After, after a broken connection with growing pauses. Every call that
 * bots make can be made twice, so all of them are repeated.
 */
export class Session {
  #tokens: Tokens | undefined;
  #freshUntil = 0;
  #entering: Promise<void> | undefined;

  constructor(
    readonly gatewayUrl: string,
    readonly phone: string,
    readonly otp: string,
    readonly signal: AbortSignal,
  ) {}

  /** Known once logged in. */
  get user(): Tokens["user"] | undefined {
    return this.#tokens?.user;
  }

  /** An access token that holds for a minute at least. */
  async token(): Promise<string> {
    if (this.#tokens === undefined || Date.now() > this.#freshUntil) {
      this.#entering ??= this.#enter().finally(() => (this.#entering = undefined));
      await this.#entering;
    }
    return this.#tokens!.accessToken;
  }

  async get<T>(schema: z.ZodType<T>, path: string): Promise<T> {
    return (await this.call(schema, "GET", path)).body;
  }

  async send<T>(schema: z.ZodType<T>, method: string, path: string, body: unknown = {}): Promise<T> {
    return (await this.call(schema, method, path, body)).body;
  }

  /** @throws ApiError for every answer that waiting doesn't change, or that has not changed within a minute. */
  async call<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const until = Date.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      let refusal: ApiError;
      let waitMs = Math.min(5_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);
      try {
        const response = await this.#fetch(method, path, body, {
          ...headers,
          authorization: `Bearer ${await this.token()}`,
        });
        const text = await response.text();
        const parsed: unknown = text === "" ? null : JSON.parse(text);
        if (response.ok) return { status: response.status, headers: response.headers, body: schema.parse(parsed) };
        refusal = refusalOf(response.status, parsed, `${method} ${path}`);
        if (response.status === 401) this.#freshUntil = 0;
        const retryAfter = Number(response.headers.get("retry-after"));
        if (retryAfter > 0) waitMs = retryAfter * 1_000 + Math.random() * 500;
        const passing = response.status === 429 || response.status >= 500 || (response.status === 401 && attempt < 2);
        if (!passing) throw refusal;
      } catch (error) {
        if (this.signal.aborted) throw error;
        if (error instanceof ApiError && error.status < 500 && error.status !== 429 && error.status !== 0) throw error;
        if (!(error instanceof ApiError) && !isConnection(error)) throw error;
        refusal =
          error instanceof ApiError ? error : new ApiError(0, "UNREACHABLE", `${method} ${path}: ${String(error)}`);
      }
      if (Date.now() + waitMs > until || this.signal.aborted) throw refusal;
      await pause(waitMs, this.signal);
    }
  }

  async #enter(): Promise<void> {
    if (this.#tokens !== undefined && (await this.#refresh(this.#tokens.refreshToken))) return;
    for (let attempt = 0; ; attempt++) {
      const asked = await this.#fetch("POST", "/v1/auth/otp", { phone: this.phone });
      const answer = asked.ok
        ? await this.#fetch("POST", "/v1/auth/token", { phone: this.phone, otp: this.otp })
        : asked;
      if (asked.ok && answer.ok) return this.#keep(tokensSchema.parse(await answer.json()));
      const retryAfter = Number(answer.headers.get("retry-after"));
      const body: unknown = await answer.json().catch(() => null);
      const passing = answer.status === 429 || answer.status >= 500;
      if (!passing || attempt > 20 || this.signal.aborted) throw refusalOf(answer.status, body, "login");
      await pause((retryAfter > 0 ? retryAfter : 2) * 1_000 + Math.random() * 2_000, this.signal);
    }
  }

  async #refresh(refreshToken: string): Promise<boolean> {
    const answer = await this.#fetch("POST", "/v1/auth/refresh", { refreshToken });
    if (!answer.ok) {
      if (answer.status === 429 || answer.status >= 500) throw refusalOf(answer.status, null, "refresh");
      this.#tokens = undefined;
      return false;
    }
    const body: unknown = await answer.json();
    this.#keep(tokensSchema.parse({ user: this.#tokens?.user, ...(body as object) }));
    return true;
  }

  #keep(tokens: Tokens): void {
    this.#tokens = tokens;
    this.#freshUntil = Date.now() + (tokens.expiresInSeconds - 60) * 1_000;
  }

  #fetch(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(new URL(path, this.gatewayUrl), {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(requestMs), this.signal]),
    });
  }
}

function refusalOf(status: number, body: unknown, what: string): ApiError {
  const problem = (typeof body === "object" && body !== null ? body : {}) as { code?: string; detail?: string };
  return new ApiError(
    status,
    problem.code ?? "UNKNOWN",
    `${what}: ${status} ${problem.code ?? ""} ${problem.detail ?? ""}`,
  );
}

/** fetch reports a broken connection as TypeError and its own time-out as TimeoutError. */
function isConnection(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError");
}
