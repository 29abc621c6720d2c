import { getTranslations } from "next-intl/server";
import { kitchenDemo } from "../../demo.ts";
import { Settings } from "../../kitchen/settings.tsx";
import { KitchenShell } from "../../shell/kitchen-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("settings") };
}

export default function Page() {
  return (
    <KitchenShell demo={kitchenDemo()}>
      <Settings />
    </KitchenShell>
  );
}
