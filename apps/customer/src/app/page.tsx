import { AppShell } from "@tiffin/ui/app-shell";
import { Page, PageTitle } from "@tiffin/ui/page";
import { getTranslations } from "next-intl/server";

export default async function HomePage() {
  const t = await getTranslations("meta");
  return (
    <AppShell>
      <Page>
        <PageTitle title="Tiffin" lead={t("description")} />
      </Page>
    </AppShell>
  );
}
