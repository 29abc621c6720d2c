import { randomUUID } from "node:crypto";
import { z } from "zod";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What a stranger would write against the API's documentation: fetch, JSON and a bearer token. */
export class HttpClient {
  readonly #baseUrl: string;
  readonly #token: string | null;

  constructor(baseUrl: string, token: string | null = null) {
    this.#baseUrl = baseUrl;
    this.#token = token;
  }

  get token(): string {
    if (this.#token === null) throw new Error("not logged in");
    return this.#token;
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpAnswer> {
    const response = await fetch(new URL(path, this.#baseUrl), {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  }

  /** The answer's body in the expected form; any status but 2xx is an error that shows what came back. */
  async call<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T> {
    const answer = await this.request(method, path, body, headers);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return schema.parse(answer.body);
  }

  get<T>(schema: z.ZodType<T>, path: string): Promise<T> {
    return this.call(schema, "GET", path);
  }

  post<T>(schema: z.ZodType<T>, path: string, body: unknown = {}, headers?: Record<string, string>): Promise<T> {
    return this.call(schema, "POST", path, body, headers);
  }
}

/** Logs a demo account in by phone and one-time password. */
export async function login(gatewayUrl: string, phone: string, otp: string): Promise<HttpClient> {
  const anonymous = new HttpClient(gatewayUrl);
  const requested = await anonymous.request("POST", "/v1/auth/otp", { phone });
  if (requested.status !== 202) throw new Error(`no OTP: ${requested.status} ${JSON.stringify(requested.body)}`);
  const { accessToken } = await anonymous.post(z.object({ accessToken: z.string() }), "/v1/auth/token", { phone, otp });
  return new HttpClient(gatewayUrl, accessToken);
}

export const idempotencyKey = () => ({ "Idempotency-Key": randomUUID() });
