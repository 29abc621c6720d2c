export { isAway } from "./is-away.ts";
