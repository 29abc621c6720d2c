import { pino, type DestinationStream, type Logger } from "pino";

export type { Logger };

/** JSON lines on stdout. What could identify a person or open a door is cut out wherever it might slip in. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const secrets = ["authorization", "cookie", "accessToken", "refreshToken", "otp", "phone", "token", "secret"];
  const options = {
    level,
    base: { process: "gateway" },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
