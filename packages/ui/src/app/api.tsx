"use client";

import { TRPCClientError, type TRPCLink, httpBatchLink } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import { observable } from "@trpc/server/observable";
import { ApiFailure, apiFetch, refreshSession } from "../lib/session-client.ts";
import { announceSignedOut } from "./session.tsx";

/**
 * The links of every app's tRPC client: calls are batched to `/api/trpc` (a rewrite to the gateway); an answer of 401
 * renews the session once and tries again; when it can't be renewed, the app is told that nobody is signed in.
 */
export function apiLinks<TRouter extends AnyTRPCRouter>(): TRPCLink<TRouter>[] {
  return [
    renewOnUnauthorized<TRouter>(),
    httpBatchLink<AnyTRPCRouter>({
      url: "/api/trpc",
      maxURLLength: 12_000,
      fetch: (url, init) => apiFetch(url, init as RequestInit),
    }),
  ];
}

/** Whether there is a session after renewing it; null when the renewal itself did not come through, which says nothing. */
async function renewSession(failedAt: number): Promise<boolean | null> {
  try {
    return await refreshSession(failedAt);
  } catch {
    return null;
  }
}

function renewOnUnauthorized<TRouter extends AnyTRPCRouter>(): TRPCLink<TRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let subscription: { unsubscribe: () => void } | undefined;
        let stopped = false;
        const renewAndRetry = async (error: TRPCClientError<TRouter>, sentAt: number) => {
          const renewed = await renewSession(sentAt);
          if (stopped) return;
          if (renewed) return attempt(true);
          if (renewed === false) announceSignedOut();
          observer.error(error);
        };
        const attempt = (isRetry: boolean) => {
          const sentAt = Date.now();
          subscription = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (isRetry || statusOf(error) !== 401) return observer.error(error);
              void renewAndRetry(error, sentAt);
            },
          });
        };
        attempt(false);
        return () => {
          stopped = true;
          subscription?.unsubscribe();
        };
      });
}

type ErrorData = {
  httpStatus?: number;
  code?: string;
  tiffinCode?: string;
  errorCode?: string;
  traceId?: string;
  extra?: Record<string, unknown>;
};

function dataOf(error: unknown): ErrorData | undefined {
  return error instanceof TRPCClientError ? ((error.data ?? undefined) as ErrorData | undefined) : undefined;
}

export const statusOf = (error: unknown): number | undefined =>
  error instanceof ApiFailure ? error.status : dataOf(error)?.httpStatus;

/** The code of the domain's error union, or NETWORK when nothing answered. */
export function codeOf(error: unknown): string {
  if (error instanceof ApiFailure) return error.code;
  const data = dataOf(error);
  return data?.tiffinCode ?? data?.errorCode ?? data?.code ?? "NETWORK";
}

export const traceIdOf = (error: unknown): string | undefined =>
  error instanceof ApiFailure ? error.traceId : dataOf(error)?.traceId;

/** The facts that a refusal carries beside its code, such as the new quote of QUOTE_CHANGED. To be parsed before use. */
export const extraOf = (error: unknown): Readonly<Record<string, unknown>> => dataOf(error)?.extra ?? {};
