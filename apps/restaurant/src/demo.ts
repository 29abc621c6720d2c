import { demoLogin } from "@tiffin/ui/server/demo";
import { env } from "./env.ts";

/** Whom a newcomer may try to be in this app, where a demo runs: staff, and the operators of /ops. */
export const restaurantDemo = () => demoLogin(env().TIFFIN_DEMO_ACCOUNTS, ["staff", "ops"]);
