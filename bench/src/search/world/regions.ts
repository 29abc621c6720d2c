/** How a part of the world eats and pays, as far as search can tell the difference. */
export interface Region {
  readonly currency: string;
  /** Minor units that a modest dish costs. */
  readonly dishPrice: number;
  readonly cuisines: readonly (readonly [cuisine: string, weight: number])[];
  readonly families: readonly string[];
}

const everywhere: [string, number][] = [
  ["Pizza", 6],
  ["Burgers", 6],
  ["Café", 5],
  ["Bakery", 4],
  ["Healthy", 2],
  ["Ice Cream", 2],
  ["Juices", 2],
  ["Italian", 4],
  ["Japanese", 3],
  ["American", 3],
  ["Cantonese", 2],
  ["Thai", 2],
  ["Mexican", 2],
  ["North Indian", 2],
  ["Arabic", 2],
];

const india: Region = {
  currency: "INR",
  dishPrice: 14_000,
  cuisines: [
    ["South Indian", 14],
    ["North Indian", 16],
    ["Biryani", 12],
    ["Chinese", 12],
    ["Street Food", 9],
    ["Rolls", 6],
    ["Andhra", 5],
    ["Kerala", 3],
    ["Thali", 4],
    ["Seafood", 2],
    ["Sweets", 6],
    ["Bakery", 6],
    ["Café", 6],
    ["Pizza", 5],
    ["Burgers", 5],
    ["Juices", 4],
    ["Ice Cream", 4],
    ["Healthy", 2],
    ["Italian", 1],
    ["Thai", 1],
    ["Arabic", 2],
  ],
  families: words(
    "Sharma Gupta Reddy Iyer Khan Singh Patel Nair Rao Das Banerjee Mehta Kapoor Joshi Verma Shetty Gowda Naidu Pillai Chauhan Malik Ansari Saxena Bhatt Kulkarni Desai Menon Mishra Yadav Thakur",
  ),
};
const latin = (currency: string, dishPrice: number, first: string): Region => ({
  currency,
  dishPrice,
  cuisines: [
    [first, 24],
    ["Mexican", 6],
    ["Brazilian", 4],
    ["Argentinian", 4],
    ["Peruvian", 4],
    ["Spanish", 4],
    ["Seafood", 3],
    ["Sweets", 3],
    ...everywhere,
  ],
  families: words(
    "García Martínez López González Rodríguez Pérez Sánchez Ramírez Torres Flores Silva Santos Oliveira Souza Lima Pereira Costa Ferreira Almeida Rocha Díaz Morales Ortiz Vargas Castillo",
  ),
});
const china = (currency: string, dishPrice: number): Region => ({
  currency,
  dishPrice,
  cuisines: [["Sichuan", 20], ["Cantonese", 16], ["Dumplings", 20], ["Seafood", 4], ["Korean", 3], ...everywhere],
  families: words(
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Feng Deng Cao Peng",
  ),
});
const asia = (currency: string, dishPrice: number, first: string): Region => ({
  currency,
  dishPrice,
  cuisines: [
    [first, 30],
    ["Dumplings", 4],
    ["Sichuan", 3],
    ["Korean", 4],
    ["Vietnamese", 3],
    ["Seafood", 4],
    ...everywhere,
  ],
  families: words(
    "Sato Suzuki Tanaka Kim Lee Park Choi Nguyen Tran Pham Somchai Niran Putra Wijaya Santoso Reyes Cruz Bautista Mendoza Tan Lim Wong",
  ),
});
const east = (currency: string, dishPrice: number, first: string): Region => ({
  currency,
  dishPrice,
  cuisines: [[first, 26], ["Arabic", 14], ["Turkish", 8], ["Persian", 5], ["Biryani", 6], ["Sweets", 4], ...everywhere],
  families: words(
    "Ahmad Hassan Ali Omar Yusuf Ibrahim Khalil Mansour Haddad Karimi Hosseini Rahimi Yılmaz Demir Şahin Çelik Aydın Nasser Saleh Farouk Malik Qureshi Siddiqui Butt",
  ),
});
const africa = (currency: string, dishPrice: number, first: string): Region => ({
  currency,
  dishPrice,
  cuisines: [[first, 30], ["West African", 6], ["East African", 6], ["Moroccan", 3], ["Seafood", 3], ...everywhere],
  families: words(
    "Okafor Adeyemi Mensah Diallo Traoré Ndiaye Mwangi Otieno Kamau Tesfaye Abebe Juma Mbeki Dlamini Nkosi Bello Musa Kone Osei Chukwu",
  ),
});
const west = (currency: string, dishPrice: number, first: string): Region => ({
  currency,
  dishPrice,
  cuisines: [
    [first, 18],
    ["French", 4],
    ["Spanish", 4],
    ["Turkish", 5],
    ["Dumplings", 3],
    ["Korean", 2],
    ["Vietnamese", 3],
    ["Seafood", 3],
    ["Moroccan", 1],
    ...everywhere,
  ],
  families: words(
    "Smith Johnson Brown Miller Davis Wilson Moore Taylor Müller Schmidt Weber Dubois Laurent Moreau Rossi Russo Ferrari Bianchi Ivanov Petrov Smirnov Murphy O'Brien Cohen Novak",
  ),
});

const regions: Readonly<Record<string, Region>> = {
  IN: india,
  BD: { ...india, currency: "BDT" },
  PK: { ...east("PKR", 40_000, "Biryani"), families: india.families },
  CN: china("CNY", 2_800),
  TW: china("TWD", 15_000),
  SG: china("SGD", 900),
  JP: asia("JPY", 900, "Japanese"),
  KR: asia("KRW", 9_000, "Korean"),
  TH: asia("THB", 8_000, "Thai"),
  MM: asia("MMK", 400_000, "Thai"),
  VN: asia("VND", 60_000, "Vietnamese"),
  ID: asia("IDR", 3_000_000, "Indonesian"),
  PH: asia("PHP", 15_000, "Filipino"),
  TR: east("TRY", 18_000, "Turkish"),
  IR: east("IRR", 40_000_000, "Persian"),
  EG: east("EGP", 9_000, "Arabic"),
  SA: east("SAR", 2_500, "Arabic"),
  AE: east("AED", 2_800, "Arabic"),
  IQ: east("IQD", 6_000_000, "Arabic"),
  MX: latin("MXN", 12_000, "Mexican"),
  BR: latin("BRL", 3_000, "Brazilian"),
  AR: latin("ARS", 700_000, "Argentinian"),
  PE: latin("PEN", 2_500, "Peruvian"),
  CO: latin("COP", 2_200_000, "Peruvian"),
  CL: latin("CLP", 8_000, "Peruvian"),
  NG: africa("NGN", 300_000, "West African"),
  GH: africa("GHS", 5_000, "West African"),
  CI: africa("XOF", 3_000, "West African"),
  SN: africa("XOF", 3_000, "West African"),
  KE: africa("KES", 60_000, "East African"),
  TZ: africa("TZS", 800_000, "East African"),
  ET: africa("ETB", 25_000, "East African"),
  ZA: africa("ZAR", 9_000, "East African"),
  MA: africa("MAD", 6_000, "Moroccan"),
  DZ: africa("DZD", 70_000, "Moroccan"),
  GB: west("GBP", 1_100, "British"),
  FR: west("EUR", 1_300, "French"),
  DE: west("EUR", 1_200, "German"),
  AT: west("EUR", 1_200, "German"),
  ES: west("EUR", 1_100, "Spanish"),
  IT: west("EUR", 1_100, "Italian"),
  RU: west("RUB", 45_000, "Russian"),
  UA: west("UAH", 18_000, "Russian"),
  US: west("USD", 1_400, "American"),
  CA: west("CAD", 1_600, "American"),
  AU: west("AUD", 1_800, "American"),
};
const elsewhere = east("USD", 900, "Arabic");

export function regionOf(country: string): Region {
  return regions[country] ?? elsewhere;
}

function words(text: string): string[] {
  return text.split(" ");
}
