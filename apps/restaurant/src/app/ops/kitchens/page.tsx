import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../../demo.ts";
import { OpsKitchens } from "../../../ops/ops-kitchens.tsx";
import { OpsShell } from "../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("kitchens") };
}

export default function Page() {
  return (
    <OpsShell demo={opsDemo()}>
      <OpsKitchens />
    </OpsShell>
  );
}
