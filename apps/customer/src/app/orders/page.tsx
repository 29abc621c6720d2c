import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrderList } from "../../orders/order-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("title") };
}

export default function OrdersPage() {
  return <OrderList />;
}
