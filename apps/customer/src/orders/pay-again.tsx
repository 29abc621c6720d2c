"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { CreditCard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReorder } from "./use-reorder.tsx";

/** The payment came to nothing: the same dishes, paid another way. A new order, with a key of its own. */
export function PayAgain({ order }: { order: Order }) {
  const t = useTranslations("order");
  const { reorder, question } = useReorder("/checkout");
  return (
    <>
      <Button size="lg" wide className="mt-4" onClick={() => reorder(order)}>
        <CreditCard aria-hidden className="size-5" />
        {t("payAgain")}
      </Button>
      {question}
    </>
  );
}
