/** Crockford's base 32: no I, L, O or U, so that a number can be read aloud and never spells a word. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 6;

/** A short number to call out, from that many random bytes: about a thousand million of them. */
export function orderNumber(randomBytes: Uint8Array): string {
  if (randomBytes.length < LENGTH) throw new RangeError(`needs ${LENGTH} random bytes`);
  return Array.from(randomBytes.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
