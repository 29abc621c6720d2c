// npm run stop: stops a detached stack.
import { checkNode } from "./bootstrap/check-node.mjs";

checkNode();
const { enter } = await import("./bootstrap/enter.mjs");
await enter("stop/main.ts", []);
