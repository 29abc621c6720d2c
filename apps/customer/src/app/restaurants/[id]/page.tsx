import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { menuForPaint } from "../../../api/server.ts";
import { MenuSkeleton } from "../../../restaurant/menu-skeleton.tsx";
import { RestaurantView } from "../../../restaurant/restaurant-view.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, t] = await Promise.all([params, getTranslations("restaurant")]);
  const menu = await menuForPaint(id);
  if (!menu) return { title: t("metaTitle") };
  const { name, cuisines, line1 } = menu.restaurant;
  return {
    title: name,
    description: t("metaDescription", { name, cuisines: cuisines.join(", "), place: line1 }),
    openGraph: { title: name, type: "website" },
  };
}

export default async function RestaurantPage({ params }: Props) {
  const { id } = await params;
  return (
    <Suspense fallback={<MenuSkeleton />}>
      <WithMenu id={id} />
    </Suspense>
  );
}

async function WithMenu({ id }: { id: string }) {
  return <RestaurantView id={id} initialMenu={await menuForPaint(id)} />;
}
