import { beforeAll, describe, expect, it } from "vitest";
import type { GatewayPayment, PaymentGateway, PaymentInstrument } from "../port.ts";
import { authorise, authorised, describePaymentGateway, find, type ContractSubject } from "./payments.contract.ts";

export interface RemoteSubject extends ContractSubject {
  /** How many charges the gateway itself has for an order. */
  charges(reference: string): Promise<number> | number;
  /** The same gateway by an adapter that gives up soon. */
  readonly impatient: PaymentGateway;
  /** The same gateway by an adapter with a wrong key of ours. */
  readonly stranger: PaymentGateway;
  /** Strikes the next call that changes something. */
  fault(kind: "timeout_before" | "timeout_after" | "error"): Promise<void> | void;
  /** What is declined at once, and why; null where the customer is told so in the gateway's own checkout. */
  readonly declining: { readonly instrument: PaymentInstrument; readonly code: string } | null;
  /** What its customer has to answer for, and answers; a refusal may leave them another try. */
  readonly challenge: {
    readonly instrument: PaymentInstrument;
    readonly type: "redirect" | "razorpay";
    answer(payment: GatewayPayment, decision: "approve" | "refuse"): Promise<void> | void;
    readonly refused: "declined" | "pending";
  };
}

/** The contract of `payments.contract.ts`, and what only a gateway over a network can do to us. */
export function describeRemoteGateway(name: string, open: () => Promise<RemoteSubject>): void {
  describePaymentGateway(name, open);

  describe(`${name}, over a network`, () => {
    let subject: RemoteSubject;
    beforeAll(async () => {
      subject = await open();
    });
    const stateOf = async (gatewayId: string) => {
      const found = await subject.gateway.retrieve({ gatewayId });
      return found.kind === "found" ? found.payment.status : found.kind;
    };

    it("has one charge for a key that is asked for again and again", async () => {
      const charge = await authorised(subject);
      await Promise.all([1, 2, 3, 4, 5].map(() => authorise(subject.gateway, charge, subject.good)));
      expect(await subject.charges(charge.reference)).toBe(1);
    });

    it("hands on what the customer has to do, and knows once they did", async () => {
      const { gateway, challenge } = subject;
      for (const [decision, state] of [
        ["approve", "authorized"],
        ["refuse", challenge.refused],
      ] as const) {
        const result = await authorise(gateway, await subject.newCharge(), challenge.instrument);
        if (result.kind !== "requiresAction") throw new Error(`expected something to do, got ${result.kind}`);
        expect(result.nextAction).toEqual(result.payment.nextAction);
        expect(result.nextAction.type).toBe(challenge.type);
        expect(await stateOf(result.payment.gatewayId)).toBe("pending");
        await challenge.answer(result.payment, decision);
        expect(await stateOf(result.payment.gatewayId)).toBe(state);
      }
    });

    it("lets a charge go that its customer has not decided about", async () => {
      const result = await authorise(subject.gateway, await subject.newCharge(), subject.challenge.instrument);
      if (result.kind !== "requiresAction") throw new Error(`expected something to do, got ${result.kind}`);
      const { gatewayId, idempotencyKey } = result.payment;
      const gone = await subject.gateway.void({ gatewayId, idempotencyKey: `${idempotencyKey}:void` });
      expect(gone).toMatchObject({ kind: "done", payment: { status: "voided" } });
    });

    it("says why a card is declined, and that nothing is held", async () => {
      const { declining, gateway } = subject;
      const charge = await subject.newCharge();
      if (declining === null) {
        const tooLittle = { ...charge, money: { ...charge.money, amount: 1 } };
        expect(await authorise(gateway, tooLittle, subject.good)).toMatchObject({ kind: "declined" });
        expect(await find(gateway, charge)).toEqual({ kind: "notFound" });
        return;
      }
      const declined = { status: "declined", declineCode: declining.code, captured: 0 };
      const result = await authorise(gateway, charge, declining.instrument);
      expect(result).toMatchObject({ kind: "declined", code: declining.code, payment: declined });
      expect(await find(gateway, charge)).toMatchObject({ kind: "found", payment: declined });
    });

    it("tells by our key whether a gateway that went silent has acted", async () => {
      const before = await subject.newCharge();
      await subject.fault("timeout_before");
      expect(await authorise(subject.impatient, before, subject.good)).toMatchObject({ kind: "unknown" });
      expect(await find(subject.gateway, before)).toEqual({ kind: "notFound" });

      const after = await subject.newCharge();
      await subject.fault("timeout_after");
      expect(await authorise(subject.impatient, after, subject.good)).toMatchObject({ kind: "unknown" });
      const found = await find(subject.gateway, after);
      expect(found).toMatchObject({ kind: "found", payment: { idempotencyKey: after.key } });
      await authorised(subject, after);
      expect(await subject.charges(after.reference)).toBe(1);
    });

    it("captures and refunds once, when the answer was lost and it is asked again", async () => {
      const { impatient } = subject;
      const { gatewayId, key, money } = await authorised(subject);
      const capture = () => impatient.capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
      await subject.fault("timeout_after");
      expect(await capture()).toMatchObject({ kind: "unknown" });
      expect(await capture()).toMatchObject({ kind: "done", payment: { captured: money.amount } });

      const part = { ...money, amount: 100 };
      const refund = () => impatient.refund({ gatewayId, idempotencyKey: `${key}:refund:0`, money: part });
      await subject.fault("timeout_after");
      expect(await refund()).toMatchObject({ kind: "unknown" });
      expect(await refund()).toMatchObject({ kind: "done", payment: { refunded: 100 } });
    });

    it("lets go once, when the answer was lost and it is asked again", async () => {
      const { gatewayId, key } = await authorised(subject);
      const letGo = () => subject.impatient.void({ gatewayId, idempotencyKey: `${key}:void` });
      await subject.fault("timeout_after");
      expect(await letGo()).toMatchObject({ kind: "unknown" });
      expect(await letGo()).toMatchObject({ kind: "done", payment: { status: "voided" } });
    });

    it("gets over a hiccup by asking again under the same key", async () => {
      await subject.fault("error");
      const charge = await authorised(subject);
      expect(await subject.charges(charge.reference)).toBe(1);
    });

    it("charges nobody with a wrong key of ours, and says that it is the key", async () => {
      const charge = await subject.newCharge();
      const result = await authorise(subject.stranger, charge, subject.good);
      expect(result).toEqual({ kind: "declined", code: "gateway_key_refused" });
      expect(await subject.charges(charge.reference)).toBe(0);
    });

    it("takes no refusal of our key for 'no such charge', nor for a refund that is not to be", async () => {
      const { gatewayId, key, money } = await authorised(subject);
      await subject.gateway.capture({ gatewayId, idempotencyKey: `${key}:capture`, money });
      expect(await subject.stranger.retrieve({ gatewayId })).toMatchObject({ kind: "unknown" });
      const refund = { gatewayId, idempotencyKey: `${key}:refund:0`, money };
      expect(await subject.stranger.refund(refund)).toMatchObject({ kind: "unknown" });
    });
  });
}
