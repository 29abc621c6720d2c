import { pino, type Logger } from "pino";

export type Log = Logger;

export const createLog = (level: string): Log => pino({ name: "workflows", level, base: { name: "workflows" } });
