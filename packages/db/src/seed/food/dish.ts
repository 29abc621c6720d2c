/** A dish as a cook would list it; each kitchen sets its own price around this one. */
export interface Dish {
  name: string;
  /** Rupees, in a kitchen of middling prices. */
  rupees: number;
  veg: boolean;
  description: string;
  choices: readonly ChoiceKey[];
}

export interface DishSection {
  name: string;
  /** Which drawing stands for these dishes. */
  art: string;
  dishes: readonly Dish[];
}

export interface Choice {
  name: string;
  min: number;
  max: number;
  options: readonly (readonly [name: string, rupees: number])[];
}

/** Name, rupees, "v" for vegetarian or "n" for everything else, description, and what the guest may choose. */
export type DishRow = readonly [
  name: string,
  rupees: number,
  mark: "v" | "n",
  description: string,
  ...choices: ChoiceKey[],
];

export function section(name: string, art: string, rows: readonly DishRow[]): DishSection {
  const dishes = rows.map(([dish, rupees, mark, description, ...choices]) => ({
    name: dish,
    rupees,
    veg: mark === "v",
    description,
    choices,
  }));
  return { name, art, dishes };
}

export const choices = {
  spice: {
    name: "How spicy?",
    min: 1,
    max: 1,
    options: [
      ["Mild", 0],
      ["Medium", 0],
      ["Hot", 0],
    ],
  },
  portion: {
    name: "Portion",
    min: 1,
    max: 1,
    options: [
      ["Half", 0],
      ["Full", 110],
    ],
  },
  biryaniPortion: {
    name: "Portion",
    min: 1,
    max: 1,
    options: [
      ["Single", 0],
      ["Double", 140],
      ["Family pot (serves 4)", 420],
    ],
  },
  biryaniExtras: {
    name: "Along with it",
    min: 0,
    max: 4,
    options: [
      ["Extra raita", 25],
      ["Mirchi ka salan", 30],
      ["Boiled egg", 20],
      ["Onion salad", 15],
      ["Double ka meetha", 70],
    ],
  },
  dosaExtras: {
    name: "Make it yours",
    min: 0,
    max: 4,
    options: [
      ["Extra ghee", 20],
      ["Butter", 15],
      ["Cheese", 35],
      ["Extra palya", 20],
      ["Gunpowder (podi)", 15],
    ],
  },
  tiffinSides: {
    name: "Extra on the side",
    min: 0,
    max: 3,
    options: [
      ["Extra sambar", 15],
      ["Extra coconut chutney", 10],
      ["Tomato chutney", 15],
      ["Vada (1 pc)", 30],
    ],
  },
  milk: {
    name: "Milk",
    min: 1,
    max: 1,
    options: [
      ["Regular", 0],
      ["Skimmed", 0],
      ["Oat", 50],
      ["Almond", 60],
    ],
  },
  sugar: {
    name: "Sugar",
    min: 1,
    max: 1,
    options: [
      ["Regular", 0],
      ["Less", 0],
      ["None", 0],
      ["Jaggery", 10],
    ],
  },
  cup: {
    name: "Cup",
    min: 1,
    max: 1,
    options: [
      ["Regular", 0],
      ["Large", 50],
    ],
  },
  crust: {
    name: "Crust",
    min: 1,
    max: 1,
    options: [
      ["Hand-tossed", 0],
      ["Thin and crisp", 0],
      ["Whole wheat", 40],
      ["Cheese burst", 95],
    ],
  },
  pizzaSize: {
    name: "Size",
    min: 1,
    max: 1,
    options: [
      ["Regular (7 inch)", 0],
      ["Medium (10 inch)", 180],
      ["Large (12 inch)", 340],
    ],
  },
  toppings: {
    name: "Extra toppings",
    min: 0,
    max: 5,
    options: [
      ["Mozzarella", 60],
      ["Mushrooms", 40],
      ["Jalapeños", 35],
      ["Black olives", 40],
      ["Sweet corn", 30],
      ["Paneer", 50],
    ],
  },
  noodles: {
    name: "Noodles or rice",
    min: 1,
    max: 1,
    options: [
      ["Hakka noodles", 0],
      ["Fried rice", 0],
      ["Rice noodles", 30],
    ],
  },
  gravy: {
    name: "Style",
    min: 1,
    max: 1,
    options: [
      ["Dry", 0],
      ["Semi-gravy", 10],
      ["Gravy", 20],
    ],
  },
  rollExtras: {
    name: "Roll it with",
    min: 0,
    max: 4,
    options: [
      ["Extra egg", 20],
      ["Cheese slice", 25],
      ["Double filling", 60],
      ["Schezwan sauce", 15],
      ["Mint mayo", 15],
    ],
  },
  rollBread: {
    name: "Bread",
    min: 1,
    max: 1,
    options: [
      ["Paratha", 0],
      ["Whole wheat roti", 0],
      ["Rumali roti", 20],
    ],
  },
  burgerExtras: {
    name: "Add-ons",
    min: 0,
    max: 4,
    options: [
      ["Cheese slice", 25],
      ["Fried egg", 25],
      ["Extra patty", 80],
      ["Jalapeños", 20],
      ["Caramelised onion", 20],
    ],
  },
  meal: {
    name: "Make it a meal",
    min: 0,
    max: 1,
    options: [
      ["Fries and a soft drink", 99],
      ["Wedges and iced tea", 129],
    ],
  },
  eggs: {
    name: "Eggs",
    min: 1,
    max: 1,
    options: [
      ["With egg", 0],
      ["Eggless", 30],
    ],
  },
  cakeWeight: {
    name: "Weight",
    min: 1,
    max: 1,
    options: [
      ["Half a kilo", 0],
      ["One kilo", 420],
    ],
  },
  sweetWeight: {
    name: "Pack",
    min: 1,
    max: 1,
    options: [
      ["250 g", 0],
      ["500 g", 160],
      ["1 kg", 460],
    ],
  },
  ice: {
    name: "Ice",
    min: 1,
    max: 1,
    options: [
      ["Regular", 0],
      ["Little", 0],
      ["No ice", 0],
    ],
  },
  scoops: {
    name: "Scoops",
    min: 1,
    max: 1,
    options: [
      ["One", 0],
      ["Two", 70],
      ["Tub (500 ml)", 210],
    ],
  },
  thaliExtras: {
    name: "More on the plate",
    min: 0,
    max: 4,
    options: [
      ["Extra rice", 30],
      ["Extra chapati (2)", 30],
      ["Sweet of the day", 40],
      ["Papad (2)", 15],
      ["Buttermilk", 25],
    ],
  },
  bread: {
    name: "With bread",
    min: 0,
    max: 3,
    options: [
      ["Butter naan", 55],
      ["Tandoori roti", 30],
      ["Garlic naan", 70],
      ["Jeera rice", 130],
    ],
  },
  fishCut: {
    name: "Cut",
    min: 1,
    max: 1,
    options: [
      ["Curry cut", 0],
      ["Boneless", 60],
    ],
  },
  protein: {
    name: "Protein",
    min: 1,
    max: 1,
    options: [
      ["Paneer", 0],
      ["Tofu", 20],
      ["Grilled chicken", 60],
      ["Boiled eggs (2)", 30],
    ],
  },
  chaat: {
    name: "Chutneys",
    min: 0,
    max: 3,
    options: [
      ["Extra sweet", 0],
      ["Extra green", 0],
      ["Extra sev", 10],
      ["Extra curd", 15],
    ],
  },
} as const satisfies Record<string, Choice>;

export type ChoiceKey = keyof typeof choices;
