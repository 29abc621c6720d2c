/** Why the server ends a rider's stream. 1009 (a frame too large) and 1002 (no WebSocket) come from the protocol itself. */
export const CLOSE = {
  /** Connect again at once, elsewhere. */
  restarting: 1012,
  /** Get another token. */
  tokenExpired: 4401,
  /** The same rider opened newer streams. */
  replaced: 4409,
  /** Message after message that could not be taken: something is wrong with the phone, or somebody plays with us. */
  nothingUseful: 4400,
  /** The rider does not read the answers. */
  tooSlow: 4408,
} as const;
