import { livePublic, onlineMapOrigins } from "@tiffin/ui/server/app-env";
import { createProxy } from "@tiffin/ui/server/proxy";
import type { NextRequest } from "next/server";
import { env } from "./env.ts";

export function proxy(request: NextRequest) {
  const { GATEWAY_URL, GATEWAY_PUBLIC_URL, NODE_ENV } = env();
  return createProxy({
    audience: "restaurant",
    gatewayUrl: GATEWAY_URL,
    gatewayPublicUrl: GATEWAY_PUBLIC_URL,
    live: livePublic(env()),
    connect: onlineMapOrigins(env()),
    isDevelopment: NODE_ENV === "development",
  })(request);
}

export const config = { matcher: ["/((?!_next/static|_next/image|icons/|favicon.ico|icon.svg).*)"] };
