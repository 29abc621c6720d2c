/** Redis keys of this room. */
export const orderKeys = {
  /** What became of a placement: `busy:…` while it runs, `done:…` after. */
  idempotency: (customerId: string, key: string) => `idem:${customerId}:${key}`,
};
