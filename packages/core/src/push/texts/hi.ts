import { formatMoney, type Money } from "@tiffin/domain/money/money";
import type { Texts } from "./texts.ts";

const price = (money: Money) => formatMoney(money, "hi-IN", { compact: true });
const away = (meters: number) =>
  meters < 950 ? `${Math.round(meters / 50) * 50} मी` : `${(meters / 1_000).toFixed(1)} किमी`;

const CANCELLED: Readonly<Record<string, string>> = {
  customer: "आपने इसे रद्द किया।",
  kitchen_rejected: "रसोई इसे नहीं ले सकी।",
  kitchen_silent: "रसोई ने समय पर जवाब नहीं दिया।",
  payment_declined: "भुगतान अस्वीकार हुआ।",
  payment_expired: "भुगतान समय पर पूरा नहीं हुआ।",
  no_rider: "इसके लिए कोई राइडर नहीं मिला।",
  customer_unreachable: "हमारे राइडर आप तक नहीं पहुँच सके।",
  food_damaged: "रास्ते में खाना ख़राब हो गया।",
  ride_failed: "हमारे राइडर इसे नहीं ला सके।",
};
const CANT_DELIVER: Readonly<Record<string, string>> = {
  customer_unreachable: "राइडर ग्राहक तक नहीं पहुँच सके।",
  food_damaged: "रास्ते में खाना ख़राब हो गया।",
  ride_failed: "राइडर को रुकना पड़ा।",
};
const MONEY = {
  none: () => "कोई पैसा नहीं लिया गया।",
  released: (total: Money) => `${price(total)} अब रोका हुआ नहीं है।`,
  returned: (total: Money) => `${price(total)} आपको वापस भेजे जा रहे हैं।`,
} as const;

export const hi: Texts = {
  "order.confirmed": (of) => ({ title: "ऑर्डर पक्का हुआ", body: `${of.restaurant} को आपका ऑर्डर ${of.number} मिल गया है।` }),
  "order.accepted": (of) =>
    of.prepMinutes === 0
      ? { title: "आपका खाना तैयार है", body: `${of.restaurant} ने ऑर्डर ${of.number} बना दिया है।` }
      : {
          title: "आपका खाना बन रहा है",
          body: `${of.restaurant} ने ऑर्डर ले लिया है: लगभग ${of.prepMinutes} मिनट में तैयार होगा।`,
        },
  "order.assigned": (of) => ({
    title: "राइडर रास्ते में है",
    body: `${of.restaurant} से आपका खाना ${of.rider ?? "राइडर"} लाएँगे।`,
  }),
  "order.delayed": (of, { minutes }) => ({
    title: "खाने में थोड़ी और देर लगेगी",
    body: `${of.restaurant} को ऑर्डर ${of.number} के लिए ${minutes} मिनट और चाहिए।`,
  }),
  "order.picked_up": (of) => ({
    title: "खाना आपकी ओर निकल चुका है",
    body: `${of.rider ?? "आपके राइडर"} ने ${of.restaurant} से आपका खाना ले लिया है।`,
  }),
  "order.arriving": (of) => ({
    title: "आपका खाना आ गया",
    body: `${of.rider ?? "आपके राइडर"} आपके दरवाज़े पर हैं। अपना PIN तैयार रखें।`,
  }),
  "order.delivered": (of) => ({ title: "पहुँच गया। स्वाद लें!", body: `${of.restaurant} से ऑर्डर ${of.number}।` }),
  "order.cancelled": (of) => ({
    title: `ऑर्डर ${of.number} रद्द हुआ`,
    body: `${CANCELLED[of.cancelReason ?? ""] ?? "हमें खेद है।"} ${MONEY[of.money](of.total)}`,
  }),
  "offer.created": (of) => ({
    title: `${of.offeredOrders === 1 ? "नया ऑर्डर" : `${of.offeredOrders} ऑर्डर एक साथ`}${of.pay === null ? "" : `: ${price(of.pay)}`}`,
    body:
      of.offeredOrders === 1
        ? `${of.restaurant}, फिर ग्राहक तक ${away(of.distanceMeters)}। अभी जवाब दें।`
        : `पहले ${of.restaurant}। अभी जवाब दें।`,
  }),
  "offer.revoked": (of) => ({ title: "वह ऑर्डर चला गया", body: `${of.restaurant}: अब उपलब्ध नहीं है।` }),
  "ride.given": (of) => ({
    title: "आपको एक ऑर्डर मिला है",
    body: `संचालक ने आपको ${of.restaurant} का ऑर्डर ${of.number} दिया है।`,
  }),
  "ride.ready": (of) => ({ title: "खाना तैयार है", body: `${of.restaurant}, ऑर्डर ${of.number}।` }),
  "ride.cancelled": (of) => ({
    title: `ऑर्डर ${of.number} रद्द हुआ`,
    body: `आगे जाने की ज़रूरत नहीं। ${of.restaurant} को भी पता है।`,
  }),
  "ride.taken": (of) => ({
    title: `ऑर्डर ${of.number} अब आपका नहीं है`,
    body: `यह दूसरे राइडर को गया। ${of.restaurant} जाने की ज़रूरत नहीं।`,
  }),
  "kitchen.new_order": (of) => ({
    title: `नया ऑर्डर ${of.number}`,
    body: `${of.restaurant} के लिए ${of.dishes} व्यंजन।`,
  }),
  "kitchen.cancelled": (of) => ({ title: `ऑर्डर ${of.number} रद्द हुआ`, body: "इसे पकाना रोक दें।" }),
  "ops.undelivered": (of) => ({
    title: `ऑर्डर ${of.number} पहुँचाया नहीं जा सका`,
    body: `${CANT_DELIVER[of.cancelReason ?? ""] ?? "कारण देखें।"} ग्राहक को पैसे वापस मिलेंगे।`,
  }),
  "ops.escalated": (of) => ({ title: "अब तक कोई राइडर नहीं", body: `${of.restaurant} का ऑर्डर ${of.number} रुका है।` }),
};
