// npm start: brings the whole stack up.
import { checkNode } from "./bootstrap/check-node.mjs";

checkNode();
const { enter } = await import("./bootstrap/enter.mjs");
await enter("start/main.ts", ["redis"]);
