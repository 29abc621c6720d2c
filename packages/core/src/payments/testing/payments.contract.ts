import { beforeAll, describe, expect, it } from "vitest";
import type { GatewayMoney, GatewayPayment, PaymentGateway, PaymentInstrument } from "../port.ts";

/** What a charge is made from; cash needs its order's row first. */
export interface Charge {
  readonly key: string;
  readonly reference: string;
  readonly money: GatewayMoney;
}

export interface ContractSubject {
  readonly gateway: PaymentGateway;
  /** What the gateway accepts: at once, or once its customer has approved. */
  readonly good: PaymentInstrument;
  /** What it does not take at all. */
  readonly foreign: PaymentInstrument;
  newCharge(): Promise<Charge>;
  /** Takes less than it was authorised for; otherwise refuses to. */
  readonly capturesInPart: boolean;
  /** What the customer has to do before `good` is authorised, and does. */
  approve?(payment: GatewayPayment): Promise<void> | void;
}

export const authorise = (gateway: PaymentGateway, charge: Charge, instrument: PaymentInstrument) =>
  gateway.authorise({
    idempotencyKey: charge.key,
    reference: charge.reference,
    money: charge.money,
    instrument,
    returnUrl: "https://eat.example/orders/1",
  });

/** A charge that is authorised, by everybody who has to. */
export async function authorised(subject: ContractSubject, given?: Charge): Promise<Charge & { gatewayId: string }> {
  const charge = given ?? (await subject.newCharge());
  const result = await authorise(subject.gateway, charge, subject.good);
  if (result.kind !== "authorised" && result.kind !== "requiresAction")
    throw new Error(`expected an authorisation, got ${result.kind}`);
  if (result.kind === "requiresAction") await subject.approve?.(result.payment);
  return { ...charge, gatewayId: result.payment.gatewayId };
}

const testsBegan = new Date();
export const find = (gateway: PaymentGateway, { key, reference }: Charge) =>
  gateway.retrieve({ reference, idempotencyKey: key, since: testsBegan });

/** What every adapter of the payments port does, whichever gateway is behind it. */
export function describePaymentGateway(name: string, open: () => Promise<ContractSubject>): void {
  describe(`the payments port by ${name}`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await open();
    });

    it("authorises, and can be asked by its own id or by ours", async () => {
      const charge = await authorised(subject);
      const record = {
        gatewayId: charge.gatewayId,
        reference: charge.reference,
        idempotencyKey: charge.key,
        status: "authorized",
        ...charge.money,
        captured: 0,
        refunded: 0,
      };
      const byItsId = await subject.gateway.retrieve({ gatewayId: charge.gatewayId });
      expect(byItsId).toEqual({ kind: "found", payment: record });
      expect(await find(subject.gateway, charge)).toEqual({ kind: "found", payment: record });
    });

    it("charges once for a key, however often and at the same moment it is asked", async () => {
      const charge = await subject.newCharge();
      const all = await Promise.all([1, 2, 3, 4, 5].map(() => authorise(subject.gateway, charge, subject.good)));
      const ids = all.map((result) => ("payment" in result ? result.payment?.gatewayId : result.kind));
      expect(new Set(ids).size).toBe(1);
    });

    it("declines an instrument that it does not take", async () => {
      const result = await authorise(subject.gateway, await subject.newCharge(), subject.foreign);
      expect(result).toMatchObject({ kind: "declined" });
    });

    it("captures once, and not more than is authorised", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised(subject);
      const over = { ...money, amount: money.amount + 100 };
      const captureOver = { gatewayId, idempotencyKey: `${key}:over`, money: over };
      expect(await gateway.capture(captureOver)).toMatchObject({ kind: "refused" });
      const captured = { kind: "done", payment: { status: "captured", captured: money.amount } };
      const request = { gatewayId, idempotencyKey: `${key}:capture`, money };
      expect(await gateway.capture(request)).toMatchObject(captured);
      expect(await gateway.capture(request)).toMatchObject(captured);
      expect(await gateway.void({ gatewayId, idempotencyKey: `${key}:void` })).toMatchObject({ kind: "refused" });
    });

    it("captures less than is authorised, or says that it can't", async () => {
      const { gatewayId, key, money } = await authorised(subject);
      const less = { ...money, amount: money.amount - 100 };
      const result = await subject.gateway.capture({ gatewayId, idempotencyKey: `${key}:less`, money: less });
      expect(result).toMatchObject(
        subject.capturesInPart
          ? { kind: "done", payment: { status: "captured", captured: less.amount, refunded: 0 } }
          : { kind: "refused", code: "amount_not_supported" },
      );
    });

    it("lets an authorisation go, for good", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised(subject);
      const request = { gatewayId, idempotencyKey: `${key}:void` };
      expect(await gateway.void(request)).toMatchObject({ kind: "done", payment: { status: "voided" } });
      expect(await gateway.void(request)).toMatchObject({ kind: "done", payment: { status: "voided" } });
      const capture = { gatewayId, idempotencyKey: `${key}:capture`, money };
      expect(await gateway.capture(capture)).toMatchObject({ kind: "refused" });
    });

    it("refunds in parts what was captured, and no more", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised(subject);
      const refund = (n: number, amount: number) =>
        gateway.refund({ gatewayId, idempotencyKey: `${key}:refund:${n}`, money: { ...money, amount } });
      expect(await refund(0, 100)).toMatchObject({ kind: "refused" });
      await gateway.capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
      expect(await refund(1, 100)).toMatchObject({ kind: "done", payment: { status: "captured", refunded: 100 } });
      expect(await refund(2, money.amount)).toMatchObject({ kind: "refused" });
      expect(await refund(3, money.amount - 100)).toMatchObject({
        kind: "done",
        payment: { status: "refunded", refunded: money.amount },
      });
    });

    it("says that it does not know what it was never asked for", async () => {
      const { gateway } = subject;
      expect(await find(gateway, await subject.newCharge())).toEqual({ kind: "notFound" });
      expect(await gateway.retrieve({ gatewayId: "pay_of_nobody" })).toEqual({ kind: "notFound" });
    });
  });
}
