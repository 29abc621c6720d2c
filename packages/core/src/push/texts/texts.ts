import type { Notice, NoticeKind } from "@tiffin/domain/push/notices";
import type { LOCALES } from "@tiffin/domain/wire/identity";
import type { OrderFacts } from "../facts.ts";
import { en } from "./en.ts";
import { hi } from "./hi.ts";

export interface Text {
  readonly title: string;
  readonly body: string;
}
/** The words of every kind of notice in one language. */
export type Texts = Readonly<Record<NoticeKind, (facts: OrderFacts, notice: Notice) => Text>>;

export type Locale = (typeof LOCALES)[number];

const TEXTS: Record<Locale, Texts> = { en, hi };

export const textOf = (notice: Notice, facts: OrderFacts, locale: Locale): Text =>
  TEXTS[locale][notice.kind](facts, notice);

/** A language that we have: English where it is another. */
export const localeOf = (locale: string): Locale => (locale === "hi" ? "hi" : "en");
