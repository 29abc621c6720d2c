/**
 * Menus in India write one word in many ways: poori and puri, ladoo and laddu, bhawan and bhavan, jamoon and jamun. The
 * key is the same for all of them. It is for Latin letters and for words of at least five: of shorter ones too many
 * different ones would sound alike (paan and pan, beer and bir).
 */
export function soundKey(word: string): string {
  if (word.length < MIN_LETTERS || !/^[a-z]+$/.test(word)) return word;
  let key = word;
  for (const [written, heard] of SOUNDS) key = key.replace(written, heard);
  return key;
}

const MIN_LETTERS = 5;

/** In this order. */
const SOUNDS: readonly (readonly [written: RegExp, heard: string])[] = [
  [/sch(?=[wz])|sz|zs/g, "s"],
  [/ph/g, "f"],
  [/ck|q/g, "k"],
  [/c(?![hieyc])/g, "k"],
  [/cc/g, "k"],
  // Hindi's breathed consonants: kh, gh, chh, jh, th, dh, bh.
  [/chh/g, "ch"],
  [/(?<=[bdgjkt])h/g, ""],
  [/w/g, "v"],
  [/y/g, "i"],
  [/ee/g, "i"],
  [/oo/g, "u"],
  [/(.)\1+/g, "$1"],
];
