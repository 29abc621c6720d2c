import { maskPhone, type SmsSender } from "./port.ts";

export interface ConsoleSmsOptions {
  /** Whether the message itself may stand in the log: in the demo only, where it is how a newcomer gets their code. */
  readonly showText: boolean;
  readonly log: { info(facts: object, message: string): void };
}

/** Messages go to the log instead of a phone. */
export function consoleSms({ showText, log }: ConsoleSmsOptions): SmsSender {
  return {
    send({ id, to, text }) {
      if (showText) log.info({ messageId: id }, `SMS to ${to}: ${text}`);
      else log.info({ messageId: id }, `SMS to ${maskPhone(to)} not sent: SMS_PROVIDER is console`);
      return Promise.resolve();
    },
  };
}
