import { getTranslations } from "next-intl/server";
import { kitchenDemo } from "../../demo.ts";
import { PastOrders } from "../../past/past-orders.tsx";
import { KitchenShell } from "../../shell/kitchen-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("past") };
}

export default function Page() {
  return (
    <KitchenShell demo={kitchenDemo()}>
      <PastOrders />
    </KitchenShell>
  );
}
