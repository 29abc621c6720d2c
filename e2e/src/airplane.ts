import type { Page, WebSocketRoute } from "playwright-core";

/** A phone that can be put out of reach. */
export interface Reach {
  /** No request leaves the page, and its open connections break. */
  lose(): Promise<void>;
  find(): Promise<void>;
}

/**
 * Playwright's offline mode leaves open WebSockets alone, which no tunnel does: these are cut, too, and none comes up until
 * the network is back. To be called before the page opens its first; reload it where that is too late.
 */
export async function reachOf(page: Page): Promise<Reach> {
  const open = new Set<WebSocketRoute>();
  let isLost = false;
  await page.routeWebSocket(/./, (socket) => {
    if (isLost) return socket.close();
    const server = socket.connectToServer();
    open.add(socket);
    socket.onClose((code, reason) => {
      open.delete(socket);
      return server.close({ ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) });
    });
  });
  return {
    async lose() {
      isLost = true;
      await page.context().setOffline(true);
      await Promise.all([...open].map((socket) => socket.close()));
      open.clear();
    },
    async find() {
      isLost = false;
      await page.context().setOffline(false);
    },
  };
}
