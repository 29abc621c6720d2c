import type { Named } from "./concept.ts";

/** Whom kitchens are named after. */
export const families: Named[] = [
  ["Annapurna", "अन्नपूर्णा"],
  ["Vasudev", "वासुदेव"],
  ["Sri Krishna", "श्री कृष्णा"],
  ["Raghavendra", "राघवेंद्र"],
  ["Manjunatha", "मंजुनाथ"],
  ["Mayura", "मयूरा"],
  ["Nandini", "नंदिनी"],
  ["Sharada", "शारदा"],
  ["Ganesh", "गणेश"],
  ["Vinayaka", "विनायक"],
  ["Gayatri", "गायत्री"],
  ["Kamat", "कामत"],
  ["Udupi Sri", "उडुपी श्री"],
  ["Janata", "जनता"],
  ["Brindavan", "बृंदावन"],
  ["Tulasi", "तुलसी"],
];
export const people: Named[] = [
  ["Karim", "करीम"],
  ["Shaikh", "शेख़"],
  ["Nawab", "नवाब"],
  ["Imran", "इमरान"],
  ["Basha", "बाशा"],
  ["Paradise Lane"],
  ["Zaitoon", "ज़ैतून"],
  ["Charminar", "चारमीनार"],
  ["Bismillah", "बिस्मिल्लाह"],
  ["Golconda", "गोलकोंडा"],
  ["Mehfil", "महफ़िल"],
  ["Shivaji", "शिवाजी"],
  ["Nagarjuna", "नागार्जुन"],
];
