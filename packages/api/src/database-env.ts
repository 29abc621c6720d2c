/** The gateway's process reads these from its environment; it reaches the database only through here. */
export { databaseEnv } from "@tiffin/core/database";
