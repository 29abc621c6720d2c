import { describe, expect, it } from "vitest";
import { pushStateOf, type PushFacts } from "./push-state.ts";

const phone: PushFacts = {
  hasPush: true,
  isApple: false,
  isInstalled: false,
  permission: "default",
  publicKey: "key",
  isSubscribed: false,
};

describe("how push stands", () => {
  it("is asked for until it is allowed and this device is subscribed", () => {
    expect(pushStateOf(phone)).toBe("ask");
    expect(pushStateOf({ ...phone, permission: "granted" })).toBe("ask");
    expect(pushStateOf({ ...phone, permission: "granted", isSubscribed: true })).toBe("on");
    // A subscription that outlived its permission tells nobody anything.
    expect(pushStateOf({ ...phone, permission: "denied", isSubscribed: true })).toBe("blocked");
  });

  it("is not offered where nothing would come of it", () => {
    expect(pushStateOf({ ...phone, publicKey: null })).toBe("off");
    expect(pushStateOf({ ...phone, publicKey: undefined })).toBe("unknown");
    expect(pushStateOf({ ...phone, hasPush: false })).toBe("unsupported");
  });

  it("leads an iPhone to its home screen first", () => {
    const iphone = { ...phone, hasPush: false, isApple: true };
    expect(pushStateOf(iphone)).toBe("needs-install");
    expect(pushStateOf({ ...iphone, isInstalled: true })).toBe("unsupported");
  });
});
