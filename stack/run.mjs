// npm run import, import:streets, reindex, dead-letters, sim, bench, mdrp: one command.
import { checkNode } from "./bootstrap/check-node.mjs";

checkNode();
const { enter } = await import("./bootstrap/enter.mjs");
await enter("run/main.ts", []);
