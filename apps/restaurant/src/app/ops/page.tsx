import { getTranslations } from "next-intl/server";
import { restaurantDemo } from "../../demo.ts";
import { OpsNow } from "../../ops/ops-now.tsx";
import { OpsShell } from "../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("now") };
}

export default function Page() {
  return (
    <OpsShell demo={restaurantDemo()}>
      <OpsNow />
    </OpsShell>
  );
}
