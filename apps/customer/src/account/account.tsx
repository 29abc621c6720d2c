"use client";

import { codeOf, statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { ErrorState } from "@tiffin/ui/error-state";
import { IconButton } from "@tiffin/ui/icon-button";
import { Input } from "@tiffin/ui/input";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Skeleton } from "@tiffin/ui/skeleton";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import { toast } from "@tiffin/ui/toaster";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LogIn, LogOut, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { AddressIcon } from "../place/address-icon.tsx";
import { AddressDialog } from "./address-dialog.tsx";

export function Account() {
  const t = useTranslations("account");
  const { signedIn, logout } = useSession();
  const [leaving, setLeaving] = useState(false);
  return (
    <Page width="medium">
      <PageTitle title={t("title")} />
      <div className="flex flex-col gap-5">
        {signedIn ? (
          <>
            <Profile />
            <Addresses />
          </>
        ) : (
          <Panel title={t("guestTitle")}>
            <p className="mb-4 text-ink-soft">{t("guestBody")}</p>
            <Button asChild size="lg">
              <Link href="/login?next=/account">
                <LogIn aria-hidden className="size-5" />
                {t("login")}
              </Link>
            </Button>
          </Panel>
        )}
        <Panel title={t("preferences")}>
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <span className="font-medium">{t("appearance")}</span>
              <ThemeToggle themes={["system", "light", "dark", "contrast"]} />
            </div>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <span className="font-medium">{t("language")}</span>
              <LanguageSwitch />
            </div>
          </div>
        </Panel>
        {signedIn ? (
          <Button
            tone="outline"
            busy={leaving}
            icon={<LogOut aria-hidden className="size-4.5" />}
            onClick={() => {
              setLeaving(true);
              logout()
                .catch(() => toast.error(t("logoutFailed")))
                .finally(() => setLeaving(false));
            }}
          >
            {t("logout")}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}

const Panel = ({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) => (
  <section className="rounded-2xl border bg-surface p-5 sm:p-6">
    <div className="mb-3 flex items-center justify-between gap-3">
      <h2 className="display text-xl">{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

function Profile() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const me = useQuery(trpc.session.me.queryOptions());
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation(
    trpc.session.updateProfile.mutationOptions({
      onSuccess: (profile) => {
        queryClient.setQueryData(trpc.session.me.queryKey(), profile);
        setTyped(null);
        toast.success(t("saved"));
      },
      onError: (error) => toast.error(codeOf(error) === "NETWORK" ? t("offline") : t("saveFailed")),
    }),
  );
  if (me.isError && statusOf(me.error) !== 401) {
    return <ErrorState traceId={traceIdOf(me.error)} onRetry={() => void me.refetch()} />;
  }
  const name = typed ?? me.data?.name ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate({ name: name.trim() });
  };
  return (
    <Panel title={t("profile")}>
      {me.data ? (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <p className="tabular text-ink-soft">{me.data.phone}</p>
          <div className="flex items-end gap-3">
            <Input
              className="flex-1"
              label={t("name")}
              autoComplete="name"
              maxLength={80}
              value={name}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button
              type="submit"
              tone="soft"
              className="h-12"
              busy={save.isPending}
              disabled={!name.trim() || name === me.data.name}
            >
              {t("save")}
            </Button>
          </div>
        </form>
      ) : (
        <Skeleton className="h-24" />
      )}
    </Panel>
  );
}

function Addresses() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, isPending } = useQuery(trpc.addresses.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<{ id: string; label: string } | null>(null);
  const remove = useMutation(
    trpc.addresses.delete.mutationOptions({
      onSuccess: () => toast.success(t("addressRemoved")),
      onError: () => toast.error(t("saveFailed")),
      onSettled: () => {
        setRemoving(null);
        void queryClient.invalidateQueries({ queryKey: trpc.addresses.list.queryKey() });
      },
    }),
  );
  return (
    <Panel
      title={t("addresses")}
      aside={
        <Button tone="soft" size="sm" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding(true)}>
          {t("addAddress")}
        </Button>
      }
    >
      {isPending ? <Skeleton className="h-16" /> : null}
      {data?.length === 0 ? <p className="text-ink-soft">{t("noAddresses")}</p> : null}
      <ul className="divide-y divide-dashed">
        {data?.map((address) => (
          <li key={address.id} className="flex items-center gap-3.5 py-3">
            <AddressIcon label={address.label} className="size-5 shrink-0 text-leaf-ink" />
            <div className="min-w-0 flex-1">
              <p className="font-semibold">{address.label}</p>
              <p className="text-sm text-ink-soft">{address.line1}</p>
              {address.notes ? <p className="text-sm text-ink-faint">{address.notes}</p> : null}
            </div>
            <IconButton
              label={t("removeNamed", { label: address.label })}
              onClick={() => setRemoving({ id: address.id, label: address.label })}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {adding ? (
        <AddressDialog citySlug={null} onClose={() => setAdding(false)} onSaved={() => setAdding(false)} />
      ) : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeTitle", { label: removing?.label ?? "" })}
        description={t("removeBody")}
        keep={t("keep")}
        confirm={t("remove")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate({ id: removing.id })}
      />
    </Panel>
  );
}
