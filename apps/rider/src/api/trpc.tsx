"use client";

import type { RiderRouter } from "@tiffin/api/rider/router";
import { apiLinks } from "@tiffin/ui/app/api";
import { useQueryClient } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<RiderRouter>();
export { useTRPC, useTRPCClient };

export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [client] = useState(() => createTRPCClient<RiderRouter>({ links: apiLinks<RiderRouter>() }));
  return (
    <TRPCProvider trpcClient={client} queryClient={queryClient}>
      {children}
    </TRPCProvider>
  );
}
