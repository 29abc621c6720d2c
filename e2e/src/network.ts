import type { Page, WebSocketRoute } from "playwright-core";

export interface Lifeline {
  /** Every frame that the server sent to the page, oldest first. */
  readonly heard: readonly string[];
  /** No network at all, as the browser says it too. Playwright's offline mode leaves an open WebSocket alone: it is broken here. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** The live channel of a page, so that it can be listened to and broken. To be called before the page opens it. */
export async function holdLifeline(page: Page, liveUrl: string): Promise<Lifeline> {
  const { port } = new URL(liveUrl);
  const heard: string[] = [];
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(
    (url) => url.port === port,
    (socket) => {
      if (isCut) return socket.close();
      const server = socket.connectToServer();
      open.add(socket);
      server.onMessage((payload) => {
        heard.push(String(payload));
        socket.send(payload);
      });
      socket.onClose(() => {
        open.delete(socket);
        return server.close();
      });
    },
  );
  return {
    heard,
    async cut() {
      isCut = true;
      await page.context().setOffline(true);
      await Promise.all([...open].map((socket) => socket.close()));
      open.clear();
    },
    async mend() {
      isCut = false;
      await page.context().setOffline(false);
    },
  };
}
