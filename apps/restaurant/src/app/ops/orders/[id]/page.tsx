import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../../../demo.ts";
import { OpsOrderPage } from "../../../../ops/order/order-page.tsx";
import { OpsShell } from "../../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("orders") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <OpsShell demo={opsDemo()}>
      <OpsOrderPage id={id} />
    </OpsShell>
  );
}
