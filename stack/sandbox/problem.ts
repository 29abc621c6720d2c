import { HTTPException } from "hono/http-exception";

const TITLES: Record<number, string> = {
  400: "Malformed request",
  401: "Unknown API key",
  404: "Not found",
  409: "Not in this state",
  413: "Request too large",
  415: "JSON only",
  422: "Refused",
  500: "Gateway error",
  503: "Not ready",
};

/** RFC 9457. */
export function problem(
  status: 400 | 401 | 404 | 409 | 413 | 415 | 422 | 500 | 503,
  code: string,
  detail: string,
  errors?: { path: string; message: string }[],
): Response {
  const body = { type: `urn:tiffin:sandbox:${code}`, title: TITLES[status], status, code, detail, errors };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });
}

export class Problem extends HTTPException {
  constructor(...args: Parameters<typeof problem>) {
    super(args[0], { res: problem(...args), message: args[2] });
  }
}
