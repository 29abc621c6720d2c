import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CartPage } from "../../cart/cart-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cart"))("title") };
}

export default function Page() {
  return <CartPage />;
}
