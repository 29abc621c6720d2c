export { startPostman, type Postman } from "./postman.ts";
export {
  pushEnv,
  pushEnvProblems,
  pushSenderSettings,
  pushSettings,
  type PushSenderSettings,
  type PushSettings,
} from "./push-env.ts";
export { createPushSender, type PushSender } from "./sender.ts";
export { pushKey, subscribe, SUBSCRIPTION_DAYS, unsubscribe, type SubscriptionServices } from "./subscriptions.ts";
export { concernsPush, writeNotices } from "./write-notices.ts";
