/** The gateway's process reads these from its environment; it reaches the payments only through here. */
export { paymentsConfig, paymentsEnv, paymentsEnvProblems } from "@tiffin/core/payments";
