/** The gateway's process reads these from its environment; it reaches the push room only through here. */
export { pushEnv, pushEnvProblems, pushSettings } from "@tiffin/core/push";
