"use client";

import type { CustomerRouter } from "@tiffin/api/customer/router";
import { apiLinks } from "@tiffin/ui/app/api";
import { useQueryClient } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<CustomerRouter>();
export { useTRPC, useTRPCClient };

export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [client] = useState(() => createTRPCClient<CustomerRouter>({ links: apiLinks<CustomerRouter>() }));
  return (
    <TRPCProvider trpcClient={client} queryClient={queryClient}>
      {children}
    </TRPCProvider>
  );
}
