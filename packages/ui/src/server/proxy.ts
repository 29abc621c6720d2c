import { type NextRequest, NextResponse } from "next/server";
import type { Audience } from "../lib/preferences.ts";
import { probe } from "./probes.ts";

export type ProxySettings = {
  audience: Audience;
  /** The gateway as this server reaches it. */
  gatewayUrl: string;
  /** The gateway as browsers reach it (a rider's page opens its GPS stream there). */
  gatewayPublicUrl?: string | undefined;
  /** Where browsers reach the live channels. */
  live?: { host: string; port: number; tls: boolean } | undefined;
  isDevelopment: boolean;
  /** Further origins that pages may fetch from, such as an online map style. */
  connect?: readonly string[];
};

/**
 * The one proxy of the three apps. `/api/…` goes to the gateway, whose address is known only at run time (Next would
 * freeze `rewrites()` into the build); every page gets its security headers with a nonce of its own.
 */
export function createProxy(settings: ProxySettings): (request: NextRequest) => Promise<NextResponse> {
  return async (request) => {
    const answer = await probe(request.nextUrl.pathname, settings.gatewayUrl);
    if (answer !== null) return answer;
    const target = gatewayPath(request.nextUrl.pathname, settings.audience);
    if (target !== null) {
      const url = new URL(target + request.nextUrl.search, settings.gatewayUrl);
      return NextResponse.rewrite(url);
    }
    return withSecurityHeaders(request, settings);
  };
}

/** The gateway's path for one of ours, or null when the app answers itself. */
export function gatewayPath(path: string, audience: Audience): string | null {
  if (path.startsWith("/api/trpc/")) return `/trpc/${audience}/${path.slice("/api/trpc/".length)}`;
  if (path.startsWith("/api/session/")) return `/session/${audience}/${path.slice("/api/session/".length)}`;
  if (path === "/api/live/auth") return "/v1/live/auth";
  if (path.startsWith("/api/map/")) return `/map/${path.slice("/api/map/".length)}`;
  return null;
}

function withSecurityHeaders(request: NextRequest, settings: ProxySettings): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(settings, nonce, request.nextUrl.hostname);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts out of this request header.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set(
    "permissions-policy",
    "geolocation=(self), screen-wake-lock=(self), camera=(), microphone=(), payment=()",
  );
  return response;
}

const loopback = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/** The origins that a browser may mean by a server address: the one given and, for a loopback one, the page's own host. */
export function browserOrigins(host: string, port: number | string, scheme: string, pageHost: string): string[] {
  const hosts = loopback.has(host) ? [host, pageHost, "localhost", "127.0.0.1"] : [host];
  return [...new Set(hosts)].map((name) => `${scheme}://${name}:${port}`);
}

export function contentSecurityPolicy(settings: ProxySettings, nonce: string, pageHost: string): string {
  const connect = ["'self'", ...(settings.connect ?? [])];
  if (settings.live) {
    const { host, port, tls } = settings.live;
    connect.push(...browserOrigins(host, port, tls ? "wss" : "ws", pageHost));
  }
  if (settings.gatewayPublicUrl) {
    const url = new URL(settings.gatewayPublicUrl);
    const secure = url.protocol === "https:";
    const port = url.port || (secure ? "443" : "80");
    connect.push(...browserOrigins(url.hostname, port, secure ? "https" : "http", pageHost));
    connect.push(...browserOrigins(url.hostname, port, secure ? "wss" : "ws", pageHost));
  }
  if (settings.isDevelopment) connect.push("ws:");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${settings.isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Style attributes are how React, MapLibre and Radix place things; there is no script in them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect.join(" ")}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
