import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { PushMessage } from "@tiffin/domain/wire/push";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WorkerScope } from "./testing/worker-scope.ts";
import { showPushes } from "./worker.ts";

const step: PushMessage = {
  kind: "order.assigned",
  title: "A rider is on the way",
  body: "Ravi will bring your food.",
  url: "/orders/one",
  tag: "order-one",
  at: "2026-01-01T12:00:00.000Z",
  locale: "en",
  sticky: false,
};
const offer = (at: string, lastsMs: number): PushMessage => ({
  ...step,
  kind: "offer.created",
  url: "/",
  tag: "offer",
  at,
  expiresAt: "2026-01-01T12:00:10.000Z",
  lastsMs,
  sticky: true,
});

let scope: WorkerScope;
beforeEach(() => {
  scope = new WorkerScope();
  showPushes(scope as unknown as ServiceWorkerGlobalScope);
});
const push = (message: unknown) => scope.happen("push", { data: { text: () => JSON.stringify(message) } });
const titles = () => scope.screen.map(({ title }) => title);

describe("what is pushed", () => {
  it("is shown, rings, and tells the open pages", async () => {
    const page = scope.addPage("/orders/one", { isVisible: false });
    await push(step);
    expect(scope.screen).toMatchObject([
      { title: step.title, body: step.body, lang: "en", silent: false, data: { url: "/orders/one" } },
    ]);
    expect(page.told).toEqual([{ type: "push", message: step }]);
  });

  it("takes the place of what was shown of the same order", async () => {
    await push(step);
    await push({ ...step, title: "On its way to you", at: "2026-01-01T12:09:00.000Z" });
    await push({ ...step, title: "Another", tag: "order-two" });
    expect(titles()).toEqual(["On its way to you", "Another"]);
  });

  it("stays until somebody looks where it has to, but not over the page that says it", async () => {
    const arriving = { ...step, kind: "order.arriving", sticky: true };
    await push(arriving);
    expect(scope.screen).toMatchObject([{ requireInteraction: true }]);
    scope.addPage("/orders/one");
    const shown = vi.spyOn(scope.registration, "showNotification");
    await push(arriving);
    // Shown all the same, without a sound: browsers take push away from those who show nothing.
    expect(shown.mock.calls).toMatchObject([[step.title, { silent: true, requireInteraction: false }]]);
    expect(scope.screen).toEqual([]);
  });

  it("is left alone where it is none of ours", async () => {
    await push({ hello: "world" });
    await scope.happen("push", { data: null });
    expect(scope.screen).toEqual([]);
  });
});

describe("an offer", () => {
  afterEach(() => void vi.useRealTimers());

  it.each(["2026-01-01T12:00:00Z", "2026-01-01T12:00:12Z", "2025-12-31T23:00:00Z"])(
    "is on the screen for as long as it is open, though the phone's clock says %s",
    async (clock) => {
      vi.useFakeTimers({ now: new Date(clock) });
      const over = push(offer("2026-01-01T12:00:00.000Z", 9_000));
      await vi.advanceTimersByTimeAsync(8_900);
      expect(scope.screen).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(200);
      expect(scope.screen).toEqual([]);
      await over;
    },
  );

  it("does not take the next one with it", async () => {
    vi.useFakeTimers();
    const first = push(offer("2026-01-01T12:00:00.000Z", 9_000));
    await vi.advanceTimersByTimeAsync(5_000);
    const second = push({ ...offer("2026-01-01T12:00:05.000Z", 9_000), title: "Next" });
    await vi.advanceTimersByTimeAsync(5_000);
    await first;
    expect(titles()).toEqual(["Next"]);
    await vi.advanceTimersByTimeAsync(5_000);
    await second;
    expect(titles()).toEqual([]);
  });
});

describe("a tap on it", () => {
  const tap = async (data: unknown) => {
    const closed = vi.fn();
    await scope.happen("notificationclick", { notification: { data, close: closed } });
    expect(closed).toHaveBeenCalledOnce();
  };

  it("opens the app where there is none", async () => {
    await tap({ url: "/orders/one" });
    await tap(null);
    expect(scope.opened).toEqual(["/orders/one", "/"]);
  });

  it("brings the page to the front that shows it already", async () => {
    const [other, right] = [scope.addPage("/"), scope.addPage("/orders/one?from=push", { isVisible: false })];
    await tap({ url: "/orders/one" });
    expect([other.done, right.done, scope.opened]).toEqual([[], ["focus"], []]);
  });

  it("leads another page there, and leaves one that it may not lead", async () => {
    const page = scope.addPage("/");
    await tap({ url: "/orders/one" });
    expect(page.done).toEqual(["focus", "/orders/one"]);
    scope.pages.length = 0;
    const foreign = scope.addPage("/", { isControlled: false });
    await tap({ url: "/orders/one" });
    expect(foreign.done).toEqual(["focus"]);
  });
});

describe("a subscription that the browser renews", () => {
  const key = new Uint8Array([4, 1, 2]).buffer;
  const subscription = (name: string) => {
    const wire = {
      endpoint: `https://push.example.org/${name}`,
      keys: { p256dh: `${name}-key`, auth: `${name}-auth` },
    };
    return { ...wire, options: { applicationServerKey: key }, toJSON: () => wire };
  };
  /** The app's own server; a worker's relative addresses are of its origin. */
  const withServer = async (act: () => Promise<void>) => {
    const calls: { path: string | undefined; csrf: unknown; body: unknown }[] = [];
    const server = createServer((incoming, outgoing) => {
      void json(incoming).then((body) => {
        calls.push({ path: incoming.url, csrf: incoming.headers["x-tiffin-csrf"], body });
        outgoing.writeHead(200).end("{}");
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const real = globalThis.fetch;
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(new URL(path, origin), init));
    try {
      await act();
    } finally {
      vi.unstubAllGlobals();
      server.closeAllConnections();
      server.close();
    }
    return calls;
  };

  it("is told to the server with the one that it replaces", async () => {
    const [oldSubscription, newSubscription] = [subscription("old"), subscription("new")];
    const calls = await withServer(() => scope.happen("pushsubscriptionchange", { oldSubscription, newSubscription }));
    const body = { ...newSubscription.toJSON(), replaces: oldSubscription.endpoint };
    expect(calls).toEqual([{ path: "/api/trpc/push.subscribe", csrf: "1", body }]);
    expect(scope.asked).toEqual([]);
  });

  it("is asked for with the same key where the browser only took the old one away", async () => {
    scope.subscription = subscription("new");
    const oldSubscription = subscription("old");
    const calls = await withServer(() =>
      scope.happen("pushsubscriptionchange", { oldSubscription, newSubscription: null }),
    );
    expect(scope.asked).toEqual([{ userVisibleOnly: true, applicationServerKey: key }]);
    expect(calls).toMatchObject([
      { body: { endpoint: "https://push.example.org/new", replaces: oldSubscription.endpoint } },
    ]);
  });

  it("is left to the app's next start where nothing is known of the old one, or no server answers", async () => {
    const change = { oldSubscription: null, newSubscription: null };
    expect(await withServer(() => scope.happen("pushsubscriptionchange", change))).toEqual([]);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    await scope.happen("pushsubscriptionchange", { ...change, newSubscription: subscription("new") });
    vi.unstubAllGlobals();
  });
});
