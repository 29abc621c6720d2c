import { getTranslations } from "next-intl/server";
import { kitchenDemo } from "../../demo.ts";
import { Hours } from "../../hours/hours-page.tsx";
import { KitchenShell } from "../../shell/kitchen-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("hours") };
}

export default function Page() {
  return (
    <KitchenShell demo={kitchenDemo()}>
      <Hours />
    </KitchenShell>
  );
}
