import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

// A WebSocket server that answers every message by the same text and does nothing else: what Node and the library cost before
// anything is done with a message. Prints its port.
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });
const server = createServer();
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (ws) => {
    ws.on("error", () => {});
    ws.on("message", () => ws.send('{"accepted":1,"rejected":[],"nextPingSeconds":5}'));
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
