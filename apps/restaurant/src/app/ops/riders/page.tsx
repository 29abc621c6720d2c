import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../../demo.ts";
import { OpsRiders } from "../../../ops/ops-riders.tsx";
import { OpsShell } from "../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("riders") };
}

export default function Page() {
  return (
    <OpsShell demo={opsDemo()}>
      <OpsRiders />
    </OpsShell>
  );
}
