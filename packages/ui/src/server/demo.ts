import { z } from "zod";

const person = z.object({ phone: z.string(), name: z.string() });
const schema = z.object({
  otp: z.string(),
  customers: z.array(person),
  riders: z.array(person),
  staff: z.array(person),
  ops: z.array(person),
});
type Kind = Exclude<keyof z.infer<typeof schema>, "otp">;

export interface DemoLogin {
  readonly otp: string;
  readonly accounts: readonly { readonly phone: string; readonly name: string }[];
}

/**
 * The demo city's accounts that an app's login offers, from TIFFIN_DEMO_ACCOUNTS (JSON, set by `npm start`). Null
 * wherever no demo runs: then the login shows a phone field and nothing else.
 */
export function demoLogin(accountsJson: string | undefined, kinds: readonly Kind[]): DemoLogin | null {
  if (accountsJson === undefined || accountsJson === "") return null;
  const demo = schema.parse(JSON.parse(accountsJson));
  const accounts = kinds.flatMap((kind) => demo[kind].map(({ phone, name }) => ({ phone, name })));
  return { otp: demo.otp, accounts };
}
