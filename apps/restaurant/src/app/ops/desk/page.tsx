import { getTranslations } from "next-intl/server";
import { opsDemo } from "../../../demo.ts";
import { OpsDesk } from "../../../ops/ops-desk.tsx";
import { OpsShell } from "../../../ops/ops-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("ops.nav");
  return { title: t("desk") };
}

export default function Page() {
  return (
    <OpsShell demo={opsDemo()}>
      <OpsDesk />
    </OpsShell>
  );
}
