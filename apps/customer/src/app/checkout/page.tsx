import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Checkout } from "../../checkout/checkout.tsx";
import { env } from "../../env.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkout"))("title") };
}

export default async function CheckoutPage() {
  const { TIFFIN_DEMO_ACCOUNTS, PAYMENTS_PROVIDER } = env();
  return <Checkout demo={TIFFIN_DEMO_ACCOUNTS !== undefined && PAYMENTS_PROVIDER === "sandbox"} />;
}
