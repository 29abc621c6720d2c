import { expect, test } from "vitest";
import type { SmsMessage, SmsSender } from "./port.ts";

export interface SmsSubject {
  readonly sender: SmsSender;
  /** What came through on the other side, oldest first. */
  readonly received: () => readonly Pick<SmsMessage, "to" | "text">[];
}

/** What every way to send messages keeps to. */
export function smsContract(makeSubject: () => Promise<SmsSubject>): void {
  let serial = 0;
  const message = (text: string): SmsMessage => ({ id: `id-${(serial += 1)}`, to: "+919800000034", text });

  test("brings a message to its number, word for word", async () => {
    const { sender, received } = await makeSubject();
    const text = `123456 is your Tiffin code. "नमस्ते" 🍛`;
    await sender.send(message(text));
    expect(received()).toEqual([{ to: "+919800000034", text }]);
  });

  test("brings each of many messages that are sent at once", async () => {
    const { sender, received } = await makeSubject();
    const texts = ["one", "two", "three", "four"];
    await Promise.all(texts.map((text) => sender.send(message(text))));
    expect(
      received()
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(texts.toSorted());
  });
}
