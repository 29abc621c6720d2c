import { isSlipOf } from "./allowed-typos.ts";
import { singular } from "./singular.ts";

/** Words that menus are full of: two of them typed as one are told apart, "butterchicken" as well as "pavbhaji". */
const FOOD_WORDS = new Set(
  [
    "aloo andhra apple badam banana bath bean bhaji bhel biryani black bread breast brown burger butter cake cafe caesar",
    "chaat chai cheese chicken chilli chips chocolate club coconut coffee cold combo corn cream crispy curd curry dal dosa",
    "dry dum egg falooda filter fish french fresh fried fries fruit garlic ghee ginger gobi grill grilled green gulab hakka halwa",
    "honey ice iced idli jamun jeera juice kadai kathi keema kebab kofta korma kulfi lassi lemon lime lollipop makhani malai",
    "manchurian mango masala meals milk mint momo momos mushroom mutton mysore naan noodles onion orange pakoda palak paneer pani",
    "paratha parotta pasta pastry pav pepper pizza plain pineapple poori popcorn prawn puff pulao puri rava red rice roast roll rolls",
    "roti salad samosa sandwich sauce shake shawarma soda soup south spicy spring steamed strawberry street sweet tandoori tea thali",
    "tikka tomato truffle vada vanilla veg velvet wings wrap indian chinese north",
  ]
    .join(" ")
    .split(" "),
);

/** Two neighbours that menus write as one. */
const ONE_WORD: Readonly<Record<string, string>> = {
  "sea food": "seafood",
  "milk shake": "milkshake",
  "pan cake": "pancake",
  "cheese cake": "cheesecake",
  "cup cake": "cupcake",
  "butter milk": "buttermilk",
};

const WHOLE = new Set(Object.values(ONE_WORD));

const SHORTEST_PART = 3;
/** Nothing on a menu is longer, even joined. */
const LONGEST = 24;

/** The words as menus write them: joined ones parted, parted ones joined. */
export function likeOnMenus(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const pair = ONE_WORD[`${joined.at(-1) ?? ""} ${singular(word)}`];
    if (pair === undefined) joined.push(word);
    else joined.splice(-1, 1, pair);
  }
  return joined.flatMap((word) => part(word));
}

function isWhole(word: string): boolean {
  return FOOD_WORDS.has(word) || WHOLE.has(word);
}

function part(word: string): string[] {
  if (word.length > LONGEST || isWhole(word) || isWhole(singular(word))) return [word];
  for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (FOOD_WORDS.has(first) && FOOD_WORDS.has(second)) return [first, second];
  }
  // One of the two may be misspelt, if it is long enough to be known with a slip.
  for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at -= 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (FOOD_WORDS.has(first) && isNearly(second)) return [first, second];
    if (FOOD_WORDS.has(second) && isNearly(first)) return [first, second];
  }
  return [word];
}

function isNearly(word: string): boolean {
  return word.length >= 5 && [...FOOD_WORDS].some((food) => food.length >= 5 && isSlipOf(word, food));
}
