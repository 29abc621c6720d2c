"use client";

import { useQueryClient } from "@tanstack/react-query";
import { codeOf } from "@tiffin/ui/app/api";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { randomUuid } from "@tiffin/ui/lib/random-uuid";

/** What each refusal is told as. All others are "that didn't work". */
const TOLD = {
  RIDER_BUSY: "riderBusy",
  RIDER_OFF_SHIFT: "riderOffShift",
  ILLEGAL_TRANSITION: "movedOn",
  ORDER_NOT_CANCELLABLE: "movedOn",
  NOT_FOUND: "goneMeanwhile",
  VALIDATION_FAILED: "notLikeThis",
  RATE_LIMITED: "tooMany",
  FORBIDDEN: "notYours",
} as const;
type Told = (typeof TOLD)[keyof typeof TOLD] | "foodOnBoard";

/**
 * What the operators' dialogs share: a key for each thing that is asked (a repeated press is the same attempt, another
 * amount is another), the refusal in words beside the button (`told` where a code means something else here), and
 * everything read again afterwards.
 */
export function useOpsAction(onDone: () => void, told: Partial<Record<keyof typeof TOLD, Told>> = {}) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const [problem, setProblem] = useState<string | null>(null);
  return {
    problem,
    keyOf: (body: object): string => {
      const attempt = JSON.stringify(body);
      const key = keys.current.get(attempt) ?? randomUuid();
      keys.current.set(attempt, key);
      return key;
    },
    /** For `mutationOptions`; `said` is what a success is told as. */
    handlers: (said: string) => ({
      onMutate: () => setProblem(null),
      onSuccess: () => {
        toast.success(said);
        onDone();
      },
      onError: (error: unknown) => {
        const code = codeOf(error);
        const known = (Object.keys(TOLD) as (keyof typeof TOLD)[]).find((one) => one === code);
        setProblem(known ? t(`ops.refused.${told[known] ?? TOLD[known]}`) : t("failed"));
      },
      onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.ops.pathKey() }),
    }),
  };
}
