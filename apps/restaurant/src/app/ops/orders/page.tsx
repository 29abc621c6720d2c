import { getTranslations } from "next-intl/server";
import { restaurantDemo } from "../../../demo.ts";
import { OpsOrders } from "../../../ops/ops-orders.tsx";
import { OpsShell } from "../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("orders") };
}

export default function Page() {
  return (
    <OpsShell demo={restaurantDemo()}>
      <OpsOrders />
    </OpsShell>
  );
}
