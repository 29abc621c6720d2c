import { getTranslations } from "next-intl/server";
import { Earnings } from "../../earnings/earnings.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("earnings") };
}

export default function EarningsPage() {
  return <Earnings />;
}
