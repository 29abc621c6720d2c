/** The door to Postgres for those who compose services (packages/api, the worker): they may not import packages/db. */
export {
  closeDatabase,
  DEFAULT_CONNECTIONS,
  openDatabase,
  type Database,
  type DatabaseOptions,
} from "@tiffin/db/client";
export { databaseEnv } from "./database-env.ts";
