// Starts Soketi with the defects that would hurt us cured before its server is made. Soketi is hardly maintained
// any more, so the cures stand here and not in a fork; each has a test in soketi.int.test.ts.
//
// CommonJS without dependencies of its own: it runs under whichever Node the uWebSockets binary was built for.
"use strict";

const { Server } = require("@soketi/soketi/dist/server");
const { WsHandler } = require("@soketi/soketi/dist/ws-handler");
const { HttpHandler } = require("@soketi/soketi/dist/http-handler");
const { Namespace } = require("@soketi/soketi/dist/namespace");
const { RedisAdapter } = require("@soketi/soketi/dist/adapters/redis-adapter");

const maxFrameBytes = 64 * 1024;
const maxClockSkewSeconds = 600; // what Pusher itself allows

cureCrashingFrames();
cureCrashingRedisMessages();
cureStatusCodes();
cureUncheckedRequests();
cureBroadcasts();
cureSilentListenFailure();
addHealthRoutes();
endSocketsById();
surviveForgottenPromises();
require("@soketi/soketi/dist/cli");

/** One malformed frame of an unauthenticated client ended the process. */
function cureCrashingFrames() {
  const original = WsHandler.prototype.onMessage;
  WsHandler.prototype.onMessage = function (ws, message, isBinary) {
    try {
      const frame = JSON.parse(Buffer.from(message).toString("utf8"));
      const problem = problemOf(ws, frame);
      if (problem === undefined) original.call(this, ws, frame, isBinary);
      else if (problem !== "early") ws.sendJson({ event: "pusher:error", data: { code: null, message: problem } });
    } catch (error) {
      report("a frame was refused", error);
    }
  };
}

function problemOf(ws, frame) {
  if (!isObject(frame) || typeof frame.event !== "string") return "A frame is a JSON object with an event.";
  // Before connection_established there is no app to act in.
  if (!ws.app) return "early";
  const data = frame.data;
  switch (frame.event) {
    case "pusher:subscribe":
    case "pusher:unsubscribe":
      if (!isObject(data) || typeof data.channel !== "string" || data.channel === "") return "data.channel is missing.";
      if (!isTextOrMissing(data.auth) || !isTextOrMissing(data.channel_data))
        return "auth and channel_data are strings.";
      return undefined;
    case "pusher:signin":
      if (!isObject(data) || typeof data.user_data !== "string" || typeof data.auth !== "string")
        return "user_data and auth are missing.";
      return undefined;
    default:
      if (frame.event.startsWith("client-") && typeof frame.channel !== "string") return "channel is missing.";
      return undefined;
  }
}

/** One message that is not JSON on the shared Redis channel ended every node. */
function cureCrashingRedisMessages() {
  for (const method of ["onMessage", "processMessage"]) {
    const original = RedisAdapter.prototype[method];
    RedisAdapter.prototype[method] = function (...message) {
      try {
        if (isObject(JSON.parse(message.at(-1).toString()))) original.apply(this, message);
        else report("a Redis message was ignored", new Error("not a JSON object"));
      } catch (error) {
        report("a Redis message was ignored", error);
      }
    };
  }
}

/**
 * Every HTTP error was answered by 200, since uWebSockets sends 200 with the first header and the CORS headers
 * were written before the status. Headers are kept back until the status is known.
 */
function cureStatusCodes() {
  const kept = new WeakMap();
  const attach = HttpHandler.prototype.attachMiddleware;
  HttpHandler.prototype.attachMiddleware = function (res, middleware) {
    if (!kept.has(res)) {
      const headers = [];
      const write = res.writeHeader.bind(res);
      kept.set(res, { headers, write });
      res.writeHeader = (name, value) => {
        headers.push([name, value]);
        return res;
      };
    }
    return attach.call(this, res, middleware);
  };
  const answer = (res, body, status, contentType) => {
    try {
      res.cork(() => {
        res.writeStatus(status);
        const { headers, write } = kept.get(res) ?? { headers: [], write: res.writeHeader.bind(res) };
        if (contentType !== undefined) write("Content-Type", contentType);
        for (const [name, value] of headers) write(name, value);
        // Publishers keep their connection; whoever got an error starts a new one.
        res.end(body, !status.startsWith("200"));
      });
    } catch {
      // The client left: there is nobody to answer.
    }
  };
  HttpHandler.prototype.send = function (res, body, status = "200 OK") {
    answer(res, body, status);
  };
  HttpHandler.prototype.sendJson = function (res, data, status = "200 OK") {
    answer(res, JSON.stringify(data), status, "application/json");
  };
}

/** Requests could be replayed for ever, and a body of another shape was never answered. */
function cureUncheckedRequests() {
  const signatureIsValid = HttpHandler.prototype.signatureIsValid;
  HttpHandler.prototype.signatureIsValid = function (res) {
    const skew = Math.abs(Date.now() / 1000 - Number(res.query.auth_timestamp));
    if (!(skew <= maxClockSkewSeconds)) return Promise.resolve(false);
    return signatureIsValid.call(this, res);
  };
  const limitBatch = HttpHandler.prototype.broadcastBatchEventsRateLimitingMiddleware;
  HttpHandler.prototype.broadcastBatchEventsRateLimitingMiddleware = function (res, next) {
    const batch = isObject(res.body) ? res.body.batch : undefined;
    if (!Array.isArray(batch) || !batch.every(isObject)) return this.badResponse(res, "batch is an array of events.");
    return limitBatch.call(this, res, next);
  };
  const limitEvent = HttpHandler.prototype.broadcastEventRateLimitingMiddleware;
  HttpHandler.prototype.broadcastEventRateLimitingMiddleware = function (res, next) {
    if (!isObject(res.body)) return this.badResponse(res, "The body is an event.");
    return limitEvent.call(this, res, next);
  };
  const check = HttpHandler.prototype.checkMessageToBroadcast;
  HttpHandler.prototype.checkMessageToBroadcast = async function (message, app) {
    const channels = message.channels ?? [message.channel];
    const isWellFormed =
      typeof message.name === "string" &&
      Array.isArray(channels) &&
      channels.every((channel) => typeof channel === "string");
    if (!isWellFormed) throw Object.assign(new Error("The received data is incorrect"), { code: 400 });
    return check.call(this, message, app);
  };
}

/** Node discovery shouted to 255.255.255.255 twice a second. Only its cluster adapter reads the answers; nodes of ours meet in Redis. */
function cureBroadcasts() {
  Server.prototype.configureDiscovery = async function () {
    const me = { id: String(process.pid) };
    this.discover = { me, on() {}, join: () => false, send: () => false, leave: () => false };
    this.nodes.set("self", me);
  };
}

/**
 * It said "up and running" when its port was taken, and shared a port with whoever else asked the system to share
 * (a Soketi that an earlier start left behind, say): half of the clients would be on the wrong one.
 */
function cureSilentListenFailure() {
  const exclusive = 1; // LIBUS_LISTEN_EXCLUSIVE_PORT
  for (const method of ["configureHttp", "configureMetricsServer"]) {
    const original = Server.prototype[method];
    Server.prototype[method] = async function (app) {
      const configured = await original.call(this, app);
      const listen = configured.listen.bind(configured);
      configured.listen = (host, port, callback) => listen(host, port, exclusive, callback);
      return configured;
    };
  }
  const start = Server.prototype.start;
  Server.prototype.start = function (callback) {
    return start.call(this, (server) => {
      if (!server.serverProcess || !server.metricsServerProcess) {
        const { host, port, metrics } = server.options;
        console.error(`soketi cannot listen on ${host}:${port} or on ${metrics.host}:${metrics.port}`);
        process.exit(1);
      }
      callback?.(server);
    });
  };
}

/** The same three routes as every other process of ours. A public edge keeps /metrics to itself (tooling/docker/Caddyfile). */
function addHealthRoutes() {
  const configureHttp = Server.prototype.configureHttp;
  Server.prototype.configureHttp = function (app) {
    app.get(this.url("/healthz"), (res) => this.httpHandler.healthCheck(res));
    app.get(this.url("/readyz"), (res) => this.httpHandler.ready(res));
    if (this.options.metrics.enabled) {
      app.get(this.url("/metrics"), (res) => {
        res.query = {};
        this.httpHandler.metrics(res);
      });
    }
    return configureHttp.call(this, app);
  };
  const configureWebsockets = Server.prototype.configureWebsockets;
  Server.prototype.configureWebsockets = function (app) {
    // A subscriber's frames are small; 100 MB of one from an unknown client was taken.
    const limited = { ws: (path, behavior) => app.ws(path, { ...behavior, maxPayloadLength: maxFrameBytes }) };
    return configureWebsockets.call(this, limited);
  };
}

/**
 * Connections can be ended by their user alone, and only a socket that signed in has one: whoever is to be kept out would
 * just not. Here each socket answers to its own id too, which the gateway knows from having signed for it. The code makes
 * a client come back at once, and ask anew for its channels.
 */
function endSocketsById() {
  const comeBack = 4202; // of those that say so the one that Soketi does not use for its own end
  const endUser = Namespace.prototype.terminateUserConnections;
  Namespace.prototype.terminateUserConnections = function (id) {
    const socket = this.sockets.get(id);
    if (!socket) return endUser.call(this, id);
    try {
      socket.sendJson({ event: "pusher:error", data: { code: comeBack, message: "You got disconnected by the app." } });
      socket.end(comeBack);
    } catch {
      // It left by itself.
    }
  };
}

/** A client that left at the wrong moment rejects a promise that nobody awaits, which ended the process. */
function surviveForgottenPromises() {
  process.on("unhandledRejection", (reason) => report("a promise was rejected", reason));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextOrMissing(value) {
  return value === undefined || value === null || typeof value === "string";
}

function report(what, error) {
  console.error(`soketi: ${what}: ${error instanceof Error ? error.message : String(error)}`);
}
