import { concepts } from "@tiffin/db/seed/kitchens/concepts";

/** What a kind of kitchen cooks, as the generator of menus and of queries knows it. */
export interface Cuisine {
  readonly name: string;
  /** What else such a kitchen says of itself. */
  readonly also: readonly string[];
  readonly dishes: readonly WorldDish[];
  /** What it puts into its name. */
  readonly nouns: readonly string[];
}

export interface WorldDish {
  readonly name: string;
  readonly isVeg: boolean;
}

/** A star marks what has no meat or fish. */
const abroad: readonly (readonly [name: string, also: string, nouns: string, dishes: string])[] = [
  [
    "Italian",
    "Pasta, European",
    "Trattoria, Osteria, Ristorante, Cucina, Pasta Bar",
    "Spaghetti Carbonara, Tagliatelle Bolognese, *Penne Arrabbiata, *Gnocchi al Pesto, Lasagne al Forno, *Risotto ai Funghi, Ossobuco alla Milanese, Saltimbocca, *Caponata, *Bruschetta al Pomodoro, *Insalata Caprese, Vitello Tonnato, *Tiramisù, *Panna Cotta, Linguine alle Vongole, *Ravioli Ricotta e Spinaci, Calzone Napoletano, *Focaccia al Rosmarino, *Melanzane alla Parmigiana, Frittura Mista",
  ],
  [
    "Japanese",
    "Sushi, Asian",
    "Izakaya, Ramen-ya, Sushi Bar, Kitchen, Dining",
    "Tonkotsu Ramen, Shoyu Ramen, Miso Ramen, Salmon Nigiri, Tuna Sashimi, California Roll, Dragon Roll, Chicken Katsu Curry, Beef Gyudon, Unagi Don, Tempura Udon, *Zaru Soba, *Agedashi Tofu, Pork Gyoza, Takoyaki, Okonomiyaki, Chicken Karaage, Yakitori, *Edamame, *Matcha Mochi, Oyakodon, Chirashi Bowl",
  ],
  [
    "Korean",
    "Barbecue, Asian",
    "House, Barbecue, Pocha, Table, Kitchen",
    "Beef Bulgogi, Kimchi Jjigae, *Bibimbap, Japchae, Tteokbokki, Korean Fried Chicken, Samgyeopsal, Sundubu Jjigae, Galbitang, Haemul Pajeon, *Kimchi Fried Rice, Naengmyeon, Gimbap, Budae Jjigae, Dakgalbi, *Hotteok, Mandu, Jajangmyeon, Bossam, Seolleongtang",
  ],
  [
    "Thai",
    "Asian, Noodles",
    "Thai Kitchen, Orchid, Street Food, Garden, Spice",
    "Pad Thai, Green Curry Chicken, Massaman Beef Curry, Tom Yum Goong, Tom Kha Gai, *Som Tam, Pad Kra Pao, Khao Soi, Panang Curry, Larb Gai, *Mango Sticky Rice, Pad See Ew, Chicken Satay, Boat Noodles, *Morning Glory Stir Fry, Crab Fried Rice, Gai Yang, *Vegetable Spring Rolls",
  ],
  [
    "Vietnamese",
    "Noodles, Asian",
    "Quán, Pho House, Bistro, Kitchen",
    "Phở Bò, Phở Gà, Bánh Mì Thịt, Bún Chả, Bún Bò Huế, Gỏi Cuốn, Chả Giò, Cơm Tấm, Bánh Xèo, Cá Kho Tộ, *Đậu Hũ Sả Ớt, Mì Quảng, Cao Lầu, *Chè Ba Màu, Bò Lúc Lắc, Bún Riêu",
  ],
  [
    "Turkish",
    "Kebab, Grill",
    "Lokantası, Ocakbaşı, Sofrası, Kebap, Köşk",
    "Adana Kebap, İskender Kebap, Lahmacun, Döner Dürüm, *Mercimek Çorbası, Kıymalı Pide, *Peynirli Pide, Köfte, Mantı, *İmam Bayıldı, Karnıyarık, *Künefe, *Baklava, Tavuk Şiş, *Menemen, Ali Nazik, Beyti, *Gözleme, Çöp Şiş, *Sütlaç",
  ],
  [
    "Arabic",
    "Lebanese, Grill",
    "Al Bait, Grill, Mashawi, Mezze House, Palace",
    "Chicken Shawarma, Beef Shawarma, *Falafel Wrap, *Hummus Beiruti, *Moutabal, *Tabbouleh, *Fattoush, Mixed Grill, Shish Tawook, Kibbeh, Lamb Mandi, Chicken Kabsa, Maqluba, Mansaf, *Foul Medames, *Manakish Zaatar, Arayes, *Kunafa, *Umm Ali, Sayadieh, *Koshari, Molokhia",
  ],
  [
    "Persian",
    "Iranian, Grill",
    "Restaurant, Kabab, Garden, Sofreh",
    "Chelo Kabab Koobideh, Joojeh Kabab, Ghormeh Sabzi, Fesenjan, Zereshk Polo, Tahchin, *Kashk Bademjan, *Mirza Ghasemi, Dizi Abgoosht, *Ash Reshteh, Gheymeh, Baghali Polo, *Sabzi Khordan, *Faloodeh Shirazi, Kookoo Sabzi",
  ],
  [
    "Mexican",
    "Tacos, Latin American",
    "Taquería, Cantina, Cocina, Fonda, Antojitos",
    "Tacos al Pastor, Tacos de Carnitas, *Quesadilla, Burrito de Pollo, Enchiladas Verdes, Mole Poblano, *Guacamole con Totopos, Pozole Rojo, Chilaquiles, Tamales Oaxaqueños, Cochinita Pibil, *Elote Asado, Tostadas de Ceviche, Torta Ahogada, Sopa de Tortilla, *Churros, Barbacoa, Birria de Res, Nachos Supreme, *Tres Leches",
  ],
  [
    "Brazilian",
    "Grill, Latin American",
    "Churrascaria, Boteco, Cozinha, Lanchonete, Cantina",
    "Feijoada Completa, Picanha na Brasa, Moqueca Baiana, Coxinha de Frango, *Pão de Queijo, Pastel de Carne, Acarajé, *Açaí na Tigela, Bobó de Camarão, Strogonoff de Frango, Farofa, Galinhada, Escondidinho, *Brigadeiro, Virado à Paulista, Baião de Dois, Frango com Catupiry, Tapioca Recheada",
  ],
  [
    "Peruvian",
    "Seafood, Latin American",
    "Cevichería, Pollería, Picantería, Chifa",
    "Ceviche Clásico, Lomo Saltado, Ají de Gallina, Anticuchos, *Papa a la Huancaína, Arroz Chaufa, Pollo a la Brasa, Tacu Tacu, Rocoto Relleno, Causa Limeña, *Picarones, Chupe de Camarones, Seco de Res, Arroz con Mariscos, *Suspiro Limeño",
  ],
  [
    "Argentinian",
    "Steak, Latin American",
    "Parrilla, Bodegón, Asador, Fogón",
    "Bife de Chorizo, Asado de Tira, Choripán, Empanadas Salteñas, *Provoleta, Milanesa Napolitana, Locro, Matambre, Vacío a la Parrilla, *Empanada de Humita, Entraña, *Alfajores, *Dulce de Leche Pancakes, Ñoquis con Tuco, Fugazzeta",
  ],
  [
    "Spanish",
    "Tapas, European",
    "Taberna, Bodega, Mesón, Casa, Bar",
    "Paella Valenciana, *Tortilla Española, *Patatas Bravas, Gambas al Ajillo, Jamón Ibérico, Croquetas de Jamón, *Pimientos de Padrón, *Gazpacho Andaluz, Pulpo a la Gallega, Fabada Asturiana, Cocido Madrileño, Calamares a la Romana, *Churros con Chocolate, Albóndigas, *Pan con Tomate, *Crema Catalana",
  ],
  [
    "French",
    "European, Bistro",
    "Bistrot, Brasserie, Auberge, Table, Comptoir",
    "Boeuf Bourguignon, Coq au Vin, Steak Frites, *Soupe à l'Oignon, *Ratatouille, Quiche Lorraine, Croque Monsieur, Bouillabaisse, Confit de Canard, Escargots, *Crêpe Suzette, *Crème Brûlée, Moules Marinières, Cassoulet, Salade Niçoise, *Tarte Tatin, *Gratin Dauphinois, Blanquette de Veau",
  ],
  [
    "German",
    "European, Beer Garden",
    "Gasthaus, Wirtshaus, Stube, Bräu, Imbiss",
    "Wiener Schnitzel, Currywurst, Schweinebraten, *Käsespätzle, Sauerbraten, Bratwurst mit Sauerkraut, *Kartoffelsuppe, Leberkäse, *Brezn mit Obatzda, Eisbein, Königsberger Klopse, *Apfelstrudel, Rouladen, Maultaschen, *Kartoffelpuffer, Flammkuchen",
  ],
  [
    "Russian",
    "Ukrainian, European",
    "Stolovaya, Traktir, Izba, Dacha, Kukhnya",
    "Borscht, Pelmeni, Beef Stroganoff, *Vareniki with Potato, Chicken Kiev, Olivier Salad, Solyanka, *Syrniki, Blini with Salmon, Golubtsy, Shashlik, Kholodets, *Vinegret, Uzbek Plov, Khachapuri Adjaruli, Khinkali, Okroshka, *Medovik, Pirozhki, Ukha",
  ],
  [
    "Sichuan",
    "Chinese, Hot Pot",
    "Hot Pot, Pavilion, House, Garden, Kitchen",
    "Mapo Tofu, Kung Pao Chicken, Dan Dan Noodles, Twice Cooked Pork, Boiled Fish in Chilli Oil, *Yu Xiang Eggplant, Mouthwatering Chicken, Couple's Beef, *Dry Fried Green Beans, Spicy Hot Pot, Toothpick Lamb, Chongqing Noodles, Crispy Rabbit, Beef Tripe Skewers, *Smashed Cucumber, Hot and Sour Noodles, Wontons in Chilli Oil, Tea Smoked Duck",
  ],
  [
    "Cantonese",
    "Chinese, Dim Sum",
    "Dim Sum, Seafood Palace, Jade Garden, Roast House, Congee",
    "Har Gow, Siu Mai, Char Siu Bao, Cheung Fun, Roast Goose, Char Siu Rice, Wonton Noodle Soup, Steamed Fish with Ginger, Sweet and Sour Pork, Clay Pot Rice, *Gai Lan with Oyster Sauce, Salt and Pepper Squid, Congee with Century Egg, *Egg Tart, Soy Sauce Chicken, Beef Chow Fun, *Turnip Cake, Lo Mai Gai",
  ],
  [
    "Dumplings",
    "Chinese, Noodles",
    "Dumpling House, Noodle Shop, Jiaozi, Bao, Steamer",
    "Pork and Chive Dumplings, Xiao Long Bao, Pan Fried Bao, Beef Noodle Soup, *Scallion Pancake, Lamb Hand Pulled Noodles, Zha Jiang Mian, *Egg and Leek Dumplings, Peking Duck Wrap, Roujiamo, *Tomato Egg Noodles, Biang Biang Noodles, Liang Pi, Cumin Lamb Skewers, Jianbing, Braised Beef Shank",
  ],
  [
    "Indonesian",
    "Asian, Padang",
    "Warung, Rumah Makan, Depot, Dapur",
    "Nasi Goreng, Rendang Daging, Sate Ayam, *Gado Gado, Soto Ayam, Bakso, Mie Goreng, Ayam Penyet, Nasi Padang, Rawon, Gudeg, *Tempe Mendoan, Ikan Bakar, Pempek, *Es Cendol, Nasi Uduk, Sop Buntut, *Martabak Manis, Bebek Goreng",
  ],
  [
    "Filipino",
    "Asian, Grill",
    "Kainan, Ihawan, Carinderia, Lutong Bahay",
    "Chicken Adobo, Pork Sinigang, Lechon Kawali, Kare Kare, Pancit Canton, Lumpiang Shanghai, Sisig, Bulalo, Crispy Pata, Chicken Inasal, *Halo Halo, Tapsilog, Dinuguan, *Laing, Bicol Express, *Turon, Bangus Belly, Menudo",
  ],
  [
    "West African",
    "Nigerian, African",
    "Buka, Chop House, Mama's Kitchen, Grill, Spot",
    "Jollof Rice with Chicken, Egusi Soup, Pounded Yam, Beef Suya, Pepper Soup, *Moi Moi, *Fried Plantain, Ofada Rice, Efo Riro, Waakye, Banku and Tilapia, Thieboudienne, Chicken Yassa, Mafé, *Akara, Kelewele, Fufu and Light Soup, Attiéké Poisson, Kedjenou, Nkwobi",
  ],
  [
    "East African",
    "Ethiopian, African",
    "Nyama Choma, Injera House, Kitchen, Hotel, Garden",
    "Doro Wat, Kitfo, *Shiro Wat, *Misir Wat, Tibs, *Beyaynetu, Nyama Choma, *Ugali na Sukuma, Pilau, Chicken Tikka Coast Style, Samaki wa Kupaka, *Chapati Beans, Mishkaki, *Githeri, Zanzibar Mix, Bunny Chow, Boerewors Roll, Peri Peri Chicken, Bobotie, *Mandazi",
  ],
  [
    "Moroccan",
    "Maghrebi, Mediterranean",
    "Riad, Dar, Tagine, Kasbah, Café",
    "Chicken Tagine with Lemon, Lamb Tagine with Prunes, Couscous Royal, *Couscous aux Légumes, Harira, Pastilla au Poulet, *Zaalouk, Kefta Mkaouara, Merguez Grillées, *Taktouka, Mechoui, Rfissa, *Bissara, *Chebakia, Brochettes de Kefta, Tanjia Marrakchia",
  ],
  [
    "American",
    "Steak, Barbecue",
    "Diner, Smokehouse, Grill, Eatery, Tavern",
    "Buffalo Wings, Pulled Pork Sandwich, Smoked Brisket, Baby Back Ribs, *Mac and Cheese, Philly Cheesesteak, Reuben Sandwich, Clam Chowder, Cobb Salad, Chicken and Waffles, New York Strip, Lobster Roll, *Blueberry Pancakes, Eggs Benedict, Caesar Salad, *New York Cheesecake, Meatloaf, *Onion Rings, Club Sandwich, Jambalaya",
  ],
  [
    "British",
    "Pub, European",
    "Arms, Tavern, Chippy, Kitchen, Public House",
    "Fish and Chips, Shepherd's Pie, Steak and Ale Pie, Full English Breakfast, Bangers and Mash, Sunday Roast Beef, *Cauliflower Cheese, Scotch Egg, Chicken Tikka Masala Pie, *Ploughman's Lunch, Toad in the Hole, *Sticky Toffee Pudding, Cornish Pasty, *Mushy Peas, Scampi and Chips, *Welsh Rarebit",
  ],
];

const STYLES = list(
  "Special, House, Spicy, Classic, Family, Mini, Grilled, Crispy, Smoked, Royal, Garden, Double, Homestyle, Roasted, Fiery, Golden, Garlic, Pepper, Coconut, Butter, Cheese, Lemon, Honey, Ginger, Mint, Masala, Village, Festive, Signature, Traditional",
);

/** Indian and town cuisines as the demo city cooks them, and those of the rest of the world. */
export const cuisines: ReadonlyMap<string, Cuisine> = new Map(
  [
    ...concepts.map((concept) => ({
      name: concept.cuisines[0]!,
      also: concept.cuisines.slice(1),
      dishes: concept.menu.flatMap(({ dishes }) => dishes.map(({ name, veg }) => ({ name, isVeg: veg }))),
      nouns: concept.patterns.map(([pattern]) => pattern.replaceAll("*", "").trim()).filter((noun) => noun !== ""),
    })),
    ...abroad.map(([name, also, nouns, dishes]) => ({
      name,
      also: list(also),
      nouns: list(nouns),
      dishes: list(dishes).map((dish) => ({ name: dish.replace("*", ""), isVeg: dish.startsWith("*") })),
    })),
  ].map((cuisine) => [cuisine.name, { ...cuisine, dishes: cuisine.dishes.flatMap(withStyles) }]),
);

/** A dish as four kitchens list it. Which styles it comes in depends on its name alone. */
function withStyles(dish: WorldDish): WorldDish[] {
  const first = [...dish.name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const styles = [0, 7, 17].map((step) => STYLES[(first + step) % STYLES.length]!);
  return [dish, ...styles.map((style) => ({ ...dish, name: `${style} ${dish.name}` }))];
}

function list(text: string): string[] {
  return text.split(",").map((entry) => entry.trim());
}
