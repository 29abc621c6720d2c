import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../../demo.ts";
import { OpsOrders } from "../../../ops/ops-orders.tsx";
import { OpsShell } from "../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("orders") };
}

export default function Page() {
  return (
    <OpsShell demo={opsDemo()}>
      <OpsOrders />
    </OpsShell>
  );
}
