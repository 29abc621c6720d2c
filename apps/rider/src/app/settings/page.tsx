import { getTranslations } from "next-intl/server";
import { Settings } from "../../shift/settings.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("settings") };
}

export default function SettingsPage() {
  return <Settings />;
}
