import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../demo.ts";
import { OpsNow } from "../../ops/ops-now.tsx";
import { OpsShell } from "../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("now") };
}

export default function Page() {
  return (
    <OpsShell demo={opsDemo()}>
      <OpsNow />
    </OpsShell>
  );
}
