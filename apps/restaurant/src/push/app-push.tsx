"use client";

import { WebPush } from "@tiffin/ui/push/web-push";
import type { ReactNode } from "react";
import { useTRPCClient } from "../api/trpc.tsx";

export function AppPush({ children }: { children: ReactNode }) {
  return <WebPush client={useTRPCClient()}>{children}</WebPush>;
}
