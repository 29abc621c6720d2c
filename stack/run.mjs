// npm run import, import:streets, reindex, sim: one command against the running stack.
import { checkNode } from "./bootstrap/check-node.mjs";

checkNode();
const { enter } = await import("./bootstrap/enter.mjs");
await enter("run/main.ts", []);
