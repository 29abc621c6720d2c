"use client";

import { LoginForm } from "@tiffin/ui/app/login-form";
import type { DemoLogin } from "@tiffin/ui/server/demo";
import { CoverArt } from "@tiffin/ui/cover-art";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";

export function Login({ next, demo }: { next: string; demo: DemoLogin | null }) {
  const t = useTranslations("login");
  const router = useRouter();
  return (
    <div className="mx-auto grid w-full max-w-5xl flex-1 items-center gap-10 px-4 py-8 sm:px-6 lg:grid-cols-2">
      <div className="hidden aspect-[4/5] max-h-[38rem] overflow-hidden rounded-2xl lg:block">
        <CoverArt artKey="thali" name="Tiffin" />
      </div>
      <div className="mx-auto w-full max-w-md">
        <h1 className="display text-3xl">{t("title")}</h1>
        <p className="mt-1 mb-7 text-ink-soft">{t("lead")}</p>
        <LoginForm
          demo={demo}
          onDone={() => {
            router.replace(next);
            router.refresh();
          }}
        />
      </div>
    </div>
  );
}
