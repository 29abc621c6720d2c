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
  return pino(options, destination ?? stdout());
}

/** Lines are gathered for a moment: a write for each takes longer than making it. An exit writes what is left. */
function stdout(): DestinationStream {
  return pino.destination({ sync: false, minLength: 4_096, periodicFlush: 200 });
}
