/**
 * Words for a kind of meal that few menus write: who types "breakfast" is pleased by idli. Each stands for any of these
 * (folded) words besides itself.
 */
export const CATEGORY_WORDS: Readonly<Record<string, readonly string[]>> = {
  breakfast: "idli dosa vada poha upma pongal poori khara omelette pancake granola toast".split(" "),
  nashta: "idli dosa vada poha upma poori paratha samosa".split(" "),
  tiffin: "idli dosa vada upma".split(" "),
  lunch: "thali meals biryani".split(" "),
  snack: "chaat samosa pakoda puff bajji".split(" "),
  dessert: "sweet cake scoop kulfi brownie jamun falooda sundae pastry halwa".split(" "),
  sweet: "laddu jalebi halwa barfi peda".split(" "),
  drink: "juice shake lassi soda beverage".split(" "),
  beverage: "juice shake lassi coffee chai".split(" "),
  coffee: ["cafe"],
  healthy: ["salad"],
  meat: "chicken mutton kebab".split(" "),
};
