export { createIdentity, type IdentityLog, type IdentityOptions, type IdentityServices } from "./services.ts";
export { exchangeOtp, type OtpExchange } from "./exchange-otp.ts";
export { requestOtp, type OtpRequest, type OtpRequested } from "./request-otp.ts";
export { issueStreamTicket, logOut, REFRESH_TOKEN_SECONDS, refreshTokens } from "./sessions.ts";
export { readProfile, updateProfile } from "./profile.ts";
export { ACCESS_TOKEN_SECONDS, createAccessTokens, type AccessTokens, type VerifiedToken } from "./access-tokens.ts";
export type { SmsSender } from "./sms/port.ts";
