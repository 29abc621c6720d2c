import { demoLogin } from "@tiffin/ui/server/demo";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Login } from "../../account/login.tsx";
import { safeNext } from "../../account/next-path.ts";
import { env } from "../../env.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  return (
    <Login
      next={safeNext(Array.isArray(next) ? next[0] : next)}
      demo={demoLogin(env().TIFFIN_DEMO_ACCOUNTS, ["customers"])}
    />
  );
}
