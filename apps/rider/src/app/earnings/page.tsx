import { riderDemo } from "../../demo.ts";
import { getTranslations } from "next-intl/server";
import { Earnings } from "../../shift/earnings.tsx";
import { RiderShell } from "../../shift/rider-shell.tsx";

export async function generateMetadata() {
  const t = await getTranslations("nav");
  return { title: t("earnings") };
}

export default function EarningsPage() {
  return (
    <RiderShell demo={riderDemo()}>
      <Earnings />
    </RiderShell>
  );
}
