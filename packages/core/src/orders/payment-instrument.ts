import { DomainError } from "@tiffin/domain/errors";
import type { PlaceOrder } from "@tiffin/domain/wire/orders";
import { gatewayFor, type PaymentGateways, type PaymentInstrument } from "../payments/index.ts";

/** What the demo pays with at the sandbox when no card was given. */
const DEMO_CARD = "tok_ok";

/** @throws DomainError PAYMENT_METHOD_INVALID when it is not taken here, or comes without the token that the gateway needs */
export function paymentInstrument(
  method: PlaceOrder["paymentMethod"],
  gateways: PaymentGateways,
  demo: boolean,
): PaymentInstrument {
  if (method.type === "cash") return { type: "cash" };
  const gateway = gatewayFor(gateways, { type: method.type, token: null });
  if (!gateway.methods.includes(method.type)) {
    throw new DomainError("PAYMENT_METHOD_INVALID", `One can't pay by ${method.type} here.`, {
      fields: [{ path: "paymentMethod.type", message: [...gateway.methods, "cash"].join(" or ") }],
    });
  }
  const token = method.token ?? "";
  if (token !== "") return { type: method.type, token };
  if (gateway.asksForInstrument) return { type: method.type, token: null };
  if (method.type === "card" && demo && gateway.provider === "sandbox") return { type: "card", token: DEMO_CARD };
  throw new DomainError("PAYMENT_METHOD_INVALID", "Say which card or UPI address pays.", {
    fields: [{ path: "paymentMethod.token", message: `needed for ${method.type}` }],
  });
}
