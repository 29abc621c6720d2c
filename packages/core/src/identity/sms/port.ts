export interface SmsMessage {
  /** One message, whatever is retried: providers can drop repetitions by it. */
  readonly id: string;
  /** E.164 */
  readonly to: string;
  readonly text: string;
}

export interface SmsSender {
  /** Resolves once the provider has taken the message. @throws DomainError UNAVAILABLE when it can't be sent now. */
  send(message: SmsMessage): Promise<void>;
}

/** `+919876543210` as `+91…10`: enough to find a case in a log, not enough to call. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}…${phone.slice(-2)}`;
}
