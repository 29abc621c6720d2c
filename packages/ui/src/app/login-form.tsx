"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../button.tsx";
import { ApiFailure, postJson } from "../lib/session-client.ts";
import { OtpInput } from "../otp-input.tsx";
import { PhoneInput } from "../phone-input.tsx";
import { useSession } from "./session.tsx";

/** An account of the demo city, to be tried with one tap. Given by the server, and only where it runs a demo. */
export interface DemoAccount {
  readonly phone: string;
  readonly name: string;
}

/**
 * Login by phone and one-time code, in two steps. Calls `onDone` when there is a session.
 */
export function LoginForm({
  demo,
  onDone,
}: {
  demo?: { readonly otp: string; readonly accounts: readonly DemoAccount[] } | null | undefined;
  onDone?: () => void;
}) {
  const t = useTranslations("ui.login");
  const { login } = useSession();
  const [phone, setPhone] = useState("");
  const [codeSent, setCodeSent] = useState(false);
  const [otp, setOtp] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const explain = (error: unknown): string => {
    if (!(error instanceof ApiFailure)) return t("failed");
    switch (error.code) {
      case "VALIDATION_FAILED":
        return t("phoneInvalid");
      case "OTP_INVALID":
        return t("otpInvalid");
      case "FORBIDDEN":
        return t("notRegistered");
      case "RATE_LIMITED":
        return t("rateLimited", { seconds: error.retryAfterSeconds ?? 60 });
      default:
        return t("failed");
    }
  };
  const requestCode = (to: string) =>
    attempt(async () => {
      await postJson("/api/session/otp", { phone: to });
      setPhone(to);
      setCodeSent(true);
      setOtp("");
    });
  const enter = (code: string) =>
    attempt(async () => {
      try {
        await login(phone, code);
      } catch (error) {
        setOtp("");
        throw error;
      }
      onDone?.();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (codeSent ? enter(otp) : requestCode(phone));
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      {codeSent ? (
        <div className="flex flex-col gap-3">
          <p className="text-ink-soft">
            {t("codeSentTo", { phone })}{" "}
            <Button tone="link" onClick={() => setCodeSent(false)}>
              {t("changePhone")}
            </Button>
          </p>
          <OtpInput
            label={t("otp")}
            value={otp}
            onChange={setOtp}
            onComplete={(code) => void enter(code)}
            invalid={refusal !== null}
            disabled={busy}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for the code
            autoFocus
            describedBy="login-refusal"
          />
          {demo ? <p className="text-sm text-ink-soft">{t("demoOtp", { otp: demo.otp })}</p> : null}
        </div>
      ) : (
        <PhoneInput label={t("phone")} codeLabel={t("countryCode")} value={phone} onChange={setPhone} />
      )}
      <p id="login-refusal" role="alert" className="min-h-5 text-sm font-semibold text-danger empty:hidden">
        {refusal}
      </p>
      <Button type="submit" size="lg" wide busy={busy} disabled={codeSent ? otp.length < 6 : phone.length < 8}>
        {codeSent ? t("enter") : t("sendCode")}
      </Button>
      {demo && !codeSent ? (
        <section aria-labelledby="demo-accounts" className="rounded-xl bg-turmeric-tint p-4">
          <h2 id="demo-accounts" className="text-sm font-semibold text-turmeric-ink">
            {t("demoTitle")}
          </h2>
          <ul className="mt-2 flex flex-wrap gap-2">
            {demo.accounts.map((account) => (
              <li key={account.phone}>
                <Button size="sm" tone="outline" disabled={busy} onClick={() => void requestCode(account.phone)}>
                  {account.name}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {codeSent ? (
        <Button tone="ghost" disabled={busy} onClick={() => void requestCode(phone)}>
          {t("sendAgain")}
        </Button>
      ) : null}
    </form>
  );
}
