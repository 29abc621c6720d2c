import { riderDemo } from "../../demo.ts";
import { getTranslations } from "next-intl/server";
import { RiderShell } from "../../shift/rider-shell.tsx";
import { Settings } from "../../shift/settings.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("settings") };
}

export default function SettingsPage() {
  return (
    <RiderShell demo={riderDemo()}>
      <Settings />
    </RiderShell>
  );
}
