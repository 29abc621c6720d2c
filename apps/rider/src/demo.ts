import { demoLogin } from "@tiffin/ui/server/demo";
import { env } from "./env.ts";

/** Whom a newcomer may try to be in this app, where a demo runs. */
export const riderDemo = () => demoLogin(env().TIFFIN_DEMO_ACCOUNTS, ["riders"]);
