import { getTranslations } from "next-intl/server";
import { kitchenDemo } from "../../demo.ts";
import { MenuEditor } from "../../menu/menu-editor.tsx";
import { KitchenShell } from "../../shell/kitchen-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("menu") };
}

export default function Page() {
  return (
    <KitchenShell demo={kitchenDemo()}>
      <MenuEditor />
    </KitchenShell>
  );
}
