import { demoLogin } from "@tiffin/ui/server/demo";
import { env } from "./env.ts";

/** Whom a newcomer may try to be, where a demo runs: each door offers only those whom it lets in. */
export const kitchenDemo = () => demoLogin(env().TIFFIN_DEMO_ACCOUNTS, ["staff"]);
export const opsDemo = () => demoLogin(env().TIFFIN_DEMO_ACCOUNTS, ["ops"]);
