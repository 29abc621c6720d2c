/** What can be drawn. */
export type Motif =
  | "biryani"
  | "curry"
  | "dal"
  | "thali"
  | "dosa"
  | "idli"
  | "paratha"
  | "noodles"
  | "momo"
  | "pizza"
  | "burger"
  | "roll"
  | "kebab"
  | "chaat"
  | "salad"
  | "sweets"
  | "cake"
  | "ice-cream"
  | "drink"
  | "fish"
  | "fried"
  | "pasta"
  | "sushi"
  | "sandwich"
  | "egg"
  | "fries";

/** First match wins: dishes before cuisines, the particular before the general. */
const words: readonly [Motif, RegExp][] = [
  [
    "biryani",
    /\b(?:biry|biri?yani|pulao|pulav|fried rice|tehri|mandi\b|lemon rice|jeera rice|curd rice|rice bowl|bisi ?bele)/,
  ],
  ["dosa", /\b(?:dosa|uttapam|pesarattu|appam|adai|neer)/],
  ["idli", /\b(?:idli|idly|vada\b(?! pav)|vadai|upma|pongal|puttu)/],
  ["ice-cream", /\b(?:ice.?cream|kulfi|gelato|sundae|falooda|frozen)/],
  [
    "drink",
    /\b(?:coffee|tea\b|chai|lassi|juice|shake|smoothie|beverage|drink|sherbet|sharbat|buttermilk|chaas|soda|mojito|latte|cappuccino|brew|nimbu|jaljeera|cafe)/,
  ],
  ["momo", /\b(?:momo|dim ?sum|dumpling|gyoza|bao\b|wonton|tibetan)/],
  [
    "noodles",
    /\b(?:noodle|chow ?mein|hakka|ramen|thukpa|chopsuey|pad thai|chinese|asian|thai|korean|laksa|pho\b|schezwan|szechwan|manchurian)/,
  ],
  ["pasta", /\b(?:pasta|spaghetti|penne|lasagn|macaroni|alfredo|arrabb|risotto|continental)/],
  ["pizza", /\b(?:pizza|calzone|italian)/],
  ["fries", /\b(?:fries|wedges|nachos|potato chips)/],
  ["burger", /\b(?:burger|slider|american|fast.?food)/],
  ["sandwich", /\b(?:sandwich|toast|panini|sub\b|club|pav\b|vada pav|pav bhaji|bread)/],
  [
    "roll",
    /\b(?:roll\b|rolls|wrap|frankie|kathi|shawarma|burrito|taco|quesadilla|mexican|lebanese|middle.?east|arab|falafel|hummus)/,
  ],
  ["kebab", /\b(?:kebab|kabab|kabob|tikka|tandoor|grill|bbq|barbe|satay|seekh|mughlai|afghan|turkish)/],
  ["fish", /\b(?:fish|prawn|seafood|crab|meen|machh|coastal|goan|mangal|konkan)/],
  ["fried", /\b(?:fried|wings|nugget|crispy|\w+ 65\b|popcorn chicken|lollipop|pakora|pakoda|bhaji\b|bajji|cutlet)/],
  ["sushi", /\b(?:sushi|maki|japanese|nigiri)/],
  ["chaat", /\b(?:chaat|puri\b|poori|golgappa|bhel|samosa|kachori|street|tikki|snack)/],
  ["cake", /\b(?:cake|bakery|pastr|brownie|muffin|croissant|cookie|donut|doughnut|pie\b|waffle|pancake|dessert)/],
  [
    "sweets",
    /\b(?:sweet|mithai|jamun|rasgulla|rasmalai|halwa|barfi|burfi|laddu|ladoo|jalebi|kheer|payasam|peda|katli|sandesh|gujiya)/,
  ],
  ["egg", /\b(?:egg|omelet|anda|bhurji|akuri)/],
  ["paratha", /\b(?:paratha|parantha|roti|naan|kulcha|chapati|bread|breakfast|punjabi|bhature|thepla)/],
  ["salad", /\b(?:salad|healthy|sprout|poke|vegan|bowl|raita|greens|keto)/],
  ["dal", /\b(?:\bdal\b|daal|lentil|rajma|chole|chana|khichdi|kadhi|sambar|rasam|soup|stew)/],
  [
    "thali",
    /\b(?:thali|meal|combo|gujarati|rajasthani|bengali|kerala|andhra|homestyle|home.?food|maharashtrian|assamese|tiffin|sadya|south.?indian)/,
  ],
  [
    "curry",
    /\b(?:curry|masala|paneer|korma|butter|kadai|kadhai|handi|chicken|mutton|gosht|kofta|saag|north.?indian|indian|hyderabadi|kashmiri|vindaloo|makhani)/,
  ],
];

const fallbacks: readonly [Motif, ...Motif[]] = ["thali", "curry", "dal", "paratha"];

/**
 * The drawing for a restaurant or a dish: by its art key (a slug of a cuisine or dish), else by its name, else by its
 * cuisines; `seed` chooses among the plain ones where nothing is known.
 */
export function motifFor(texts: readonly (string | null | undefined)[], seed = 0): Motif {
  for (const text of texts) {
    if (!text) continue;
    const plain = text.toLowerCase().replaceAll(/[-_]/g, " ");
    const found = words.find(([, pattern]) => pattern.test(plain));
    if (found) return found[0];
  }
  return fallbacks[seed % fallbacks.length] ?? fallbacks[0];
}
