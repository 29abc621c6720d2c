/** What is on the screen, as a browser remembers it. */
export interface ShownNotification extends NotificationOptions {
  readonly title: string;
  readonly requireInteraction: boolean;
  close(): void;
}

export interface OpenPage {
  readonly url: string;
  readonly visibilityState: DocumentVisibilityState;
  readonly told: readonly unknown[];
  /** What the worker did with it. */
  readonly done: readonly string[];
}

/**
 * The part of a service worker's scope that push needs, as browsers have it: a notification takes the place of the one with
 * its tag, and an event lives until what it waits for is over.
 */
export class WorkerScope extends EventTarget {
  readonly screen: ShownNotification[] = [];
  readonly opened: string[] = [];
  readonly pages: OpenPage[] = [];
  /** The subscriptions that the browser was asked for. */
  readonly asked: PushSubscriptionOptionsInit[] = [];
  /** What the browser gives to whoever asks. */
  subscription: unknown = null;

  readonly registration = {
    showNotification: async (
      title: string,
      given: NotificationOptions & { requireInteraction: boolean; timestamp: number },
    ) => {
      // Not every browser remembers the time.
      const { timestamp: _, ...options } = given;
      const before = this.screen.findIndex((shown) => shown.tag === options.tag);
      if (before >= 0) this.screen.splice(before, 1);
      const shown: ShownNotification = {
        title,
        ...options,
        close: () => {
          if (this.screen.includes(shown)) this.screen.splice(this.screen.indexOf(shown), 1);
        },
      };
      this.screen.push(shown);
    },
    getNotifications: async ({ tag }: GetNotificationOptions) => this.screen.filter((shown) => shown.tag === tag),
    pushManager: {
      subscribe: async (options: PushSubscriptionOptionsInit) => {
        this.asked.push(options);
        return this.subscription;
      },
    },
  };

  readonly clients = {
    matchAll: async () => this.pages,
    openWindow: async (path: string) => void this.opened.push(path),
  };

  /** A page of the app; `isControlled`: by this worker, so that it may be led elsewhere. */
  addPage(path: string, { isVisible = true, isControlled = true } = {}): OpenPage {
    const told: unknown[] = [];
    const done: string[] = [];
    const page = {
      url: `https://app.example.org${path}`,
      visibilityState: isVisible ? ("visible" as const) : ("hidden" as const),
      told,
      done,
      postMessage: (news: unknown) => void told.push(news),
      focus: async () => void done.push("focus"),
      navigate: async (to: string) => {
        if (!isControlled) throw new TypeError("not this worker's page");
        done.push(to);
      },
    };
    this.pages.push(page);
    return page;
  }

  /** Resolves when the browser may end the worker. */
  async happen(type: string, fields: object): Promise<void> {
    const waitedFor: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void waitedFor.push(work);
    this.dispatchEvent(Object.assign(new Event(type), fields, { waitUntil }));
    await Promise.all(waitedFor);
  }
}
