import { beforeAll, describe, expect, it } from "vitest";
import type { GatewayMoney, PaymentGateway, PaymentInstrument } from "../port.ts";

/** What a charge is made from; cash needs its order's row first. */
export interface Charge {
  readonly key: string;
  readonly reference: string;
  readonly money: GatewayMoney;
}

export interface ContractSubject {
  readonly gateway: PaymentGateway;
  /** What the gateway accepts at once. */
  readonly good: PaymentInstrument;
  /** What it does not take at all. */
  readonly foreign: PaymentInstrument;
  newCharge(): Promise<Charge>;
}

/** What every adapter of the payments port does, whichever gateway is behind it. */
export function describePaymentGateway(name: string, open: () => Promise<ContractSubject>): void {
  describe(`the payments port by ${name}`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await open();
    });

    const authorise = ({ key, reference, money }: Charge, instrument = subject.good) =>
      subject.gateway.authorise({ idempotencyKey: key, reference, money, instrument });

    async function authorised(): Promise<Charge & { gatewayId: string }> {
      const charge = await subject.newCharge();
      const result = await authorise(charge);
      if (result.kind !== "authorised") throw new Error(`expected an authorisation, got ${result.kind}`);
      return { ...charge, gatewayId: result.payment.gatewayId };
    }

    it("authorises, and can be asked by its own id or by ours", async () => {
      const charge = await authorised();
      const record = {
        gatewayId: charge.gatewayId,
        reference: charge.reference,
        idempotencyKey: charge.key,
        status: "authorized",
        ...charge.money,
        captured: 0,
        refunded: 0,
      };
      const { gateway } = subject;
      expect(await gateway.retrieve({ gatewayId: charge.gatewayId })).toEqual({ kind: "found", payment: record });
      expect(await gateway.retrieve({ reference: charge.reference, idempotencyKey: charge.key })).toEqual({
        kind: "found",
        payment: record,
      });
    });

    it("charges once for a key, however often and at the same moment it is asked", async () => {
      const charge = await subject.newCharge();
      const results = await Promise.all([1, 2, 3, 4, 5].map(() => authorise(charge)));
      const ids = results.map((result) => (result.kind === "authorised" ? result.payment.gatewayId : result.kind));
      expect(new Set(ids).size).toBe(1);
    });

    it("declines an instrument that it does not take", async () => {
      expect(await authorise(await subject.newCharge(), subject.foreign)).toMatchObject({ kind: "declined" });
    });

    it("captures once, and not more than is authorised", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised();
      const over = { ...money, amount: money.amount + 1 };
      expect(await gateway.capture({ gatewayId, idempotencyKey: `${key}:over`, money: over })).toMatchObject({
        kind: "refused",
      });
      const captured = { kind: "done", payment: { status: "captured", captured: money.amount } };
      const request = { gatewayId, idempotencyKey: `${key}:capture`, money };
      expect(await gateway.capture(request)).toMatchObject(captured);
      expect(await gateway.capture(request)).toMatchObject(captured);
      expect(await gateway.void({ gatewayId, idempotencyKey: `${key}:void` })).toMatchObject({ kind: "refused" });
    });

    it("lets an authorisation go, for good", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised();
      const request = { gatewayId, idempotencyKey: `${key}:void` };
      expect(await gateway.void(request)).toMatchObject({ kind: "done", payment: { status: "voided" } });
      expect(await gateway.void(request)).toMatchObject({ kind: "done", payment: { status: "voided" } });
      expect(await gateway.capture({ gatewayId, idempotencyKey: `${key}:capture`, money })).toMatchObject({
        kind: "refused",
      });
    });

    it("refunds in parts what was captured, and no more", async () => {
      const { gateway } = subject;
      const { gatewayId, key, money } = await authorised();
      const refund = (n: number, amount: number) =>
        gateway.refund({ gatewayId, idempotencyKey: `${key}:refund:${n}`, money: { ...money, amount } });
      expect(await refund(0, 1)).toMatchObject({ kind: "refused" });
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
      const { key, reference } = await subject.newCharge();
      expect(await gateway.retrieve({ reference, idempotencyKey: key })).toEqual({ kind: "notFound" });
      expect(await gateway.retrieve({ gatewayId: "pay_of_nobody" })).toEqual({ kind: "notFound" });
    });
  });
}
