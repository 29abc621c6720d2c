export { openCursor, sealCursor } from "./cursor.ts";
