import { appEnvironment } from "@tiffin/ui/server/app-env";

/** This app's environment; the only place that reads `process.env`. */
export const env = appEnvironment("restaurant", () => process.env);
