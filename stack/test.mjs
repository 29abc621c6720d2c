// npm test: every check there is, on servers of its own.
import { checkNode } from "./bootstrap/check-node.mjs";

checkNode();
const { enter } = await import("./bootstrap/enter.mjs");
await enter("test/main.ts", ["redis", "chromium"]);
