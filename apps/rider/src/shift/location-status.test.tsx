import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { type LocationSharing, notSharing } from "../location/location-sharer.ts";
import { SharingHints } from "./location-status.tsx";

const fix = { lat: 12.97, lng: 77.59, recordedAt: "2026-03-01T12:00:00.000Z", seq: 1 };
const hints = (sharing: Partial<LocationSharing>) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <SharingHints awake sharing={{ ...notSharing, gps: "sharing", ...sharing }} />
    </NextIntlClientProvider>,
  );

it("tells a rider whose phone knows the place only roughly, and nobody else", () => {
  expect(hints({ fix: { ...fix, accuracy: 1_500 } })).toContain(messages.gps.vague);
  expect(hints({ fix: { ...fix, accuracy: 30 } })).toBe("");
});
