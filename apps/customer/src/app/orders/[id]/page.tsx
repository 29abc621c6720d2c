import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { env } from "../../../env.ts";
import { OrderPage } from "../../../orders/order-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("order"))("metaTitle") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OrderPage key={id} orderId={id} supportPhone={env().SUPPORT_PHONE ?? null} />;
}
