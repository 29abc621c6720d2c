import type { City } from "../city/generate-city.ts";
import type { NamedStretch } from "../city/network.ts";
import { middleOf } from "../city/naming.ts";
import { neighbourhoods } from "../city/plan.ts";
import { lengthOf } from "../city/plane.ts";
import { beside, weightedStretches } from "../city/places.ts";
import { toLngLat } from "../city/projection.ts";
import { addressOf } from "../kitchens/generate-kitchens.ts";
import { seededRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { demoPhones, lifePhones, simulationPhones } from "./accounts.ts";
import type { Vehicle } from "./accounts.ts";

/** Given names and family names that go together. */
const names = [
  {
    weight: 78,
    given:
      "Aarav Aditi Akash Amrutha Anand Ananya Anil Anita Arjun Asha Bharath Bhavana Chaitra Chetan Deepa Deepak Divya Ganesh Gautam Geetha Girish Harish Harsha Indira Jaya Jyothi Kavya Keerthi Kiran Lakshmi Latha Madhu Mahesh Manjula Manoj Meghana Mohan Nagaraj Nandini Naveen Nayana Nikhil Nisha Pallavi Pavan Pooja Prakash Pranav Priya Rachana Raghu Rajesh Ramya Ravi Rekha Rohan Roopa Sachin Sahana Sandeep Sangeetha Santosh Shalini Shankar Shilpa Shiva Shreya Sneha Sridhar Suma Sunil Suresh Sushma Swathi Tejas Uma Usha Varun Vasanth Vidya Vijay Vikram Vinay Yashas",
    family:
      "Acharya Bhat Chandra Desai Gowda Hegde Hiremath Iyer Joshi Kamath Kulkarni Kumar Mathad Murthy Naik Nair Nayak Pai Patil Poojary Prabhu Rai Rao Reddy Sharma Shenoy Shetty Singh Swamy Urs Verma",
  },
  {
    weight: 15,
    given: "Ayesha Farhan Fatima Imran Irfan Mohammed Nazia Rehana Salma Sameer Shabana Tanveer Yusuf Zoya",
    family: "Ahmed Ali Baig Hussain Khan Pasha Sait Shariff Syed",
  },
  {
    weight: 7,
    given: "Anita Celine Dominic Ivan Jacob Leona Mabel Melwyn Roshan Sheryl Steven Teresa",
    family: "Crasta D'Souza Fernandes Lobo Mathias Pinto Thomas",
  },
].map(({ weight, given, family }) => [{ given: given.split(" "), family: family.split(" ") }, weight] as const);

export interface SeedPerson {
  phone: string;
  name: string;
}
export interface SeedCustomer extends SeedPerson {
  addresses: { label: string; line1: string; lat: number; lng: number; notes: string | null }[];
}
export interface SeedRider extends SeedPerson {
  vehicle: Vehicle;
}
export interface People {
  customers: SeedCustomer[];
  riders: SeedRider[];
  staff: SeedPerson[];
  ops: SeedPerson[];
}

/** Everybody who lives and works in the demo city, the demo accounts first in each list. */
export function generatePeople(city: City, seed: number): People {
  const random = seededRandom(seed).fork("people");
  const nameOf = namer(random.fork("names"));
  const homes = homeStreets(city);
  const person = (phone: string): SeedPerson => ({ phone, name: nameOf() });
  return {
    customers: [...demoPhones.customers, ...lifePhones.customers, ...simulationPhones.customers].map((phone, i) => ({
      ...person(phone),
      addresses: [
        addressAt(city, homes, "Home", random),
        ...(i < demoPhones.customers.length || random.chance(0.3) ? [addressAt(city, homes, "Work", random)] : []),
      ],
    })),
    riders: [...demoPhones.riders, ...lifePhones.riders, ...simulationPhones.riders].map((phone) => ({
      ...person(phone),
      vehicle: random.weighted<Vehicle>([
        ["motorbike", 55],
        ["scooter", 28],
        ["ebike", 12],
        ["bicycle", 5],
      ]),
    })),
    staff: [...demoPhones.staff, ...lifePhones.staff].map(person),
    ops: [...demoPhones.ops, ...simulationPhones.ops].map(person),
  };
}

function homeStreets(city: City): (readonly [NamedStretch, number])[] {
  const share = new Map(neighbourhoods.map((hood) => [hood.name, hood.homes]));
  return weightedStretches(city, (stretch) => {
    const middle = middleOf(stretch);
    const quiet = stretch.way.class === "residential" || stretch.way.class === "lane";
    if (!quiet || city.terrain.builtUp(middle) < 0.2) return 0;
    return share.get(city.terrain.neighbourhoodAt(middle).name)! * lengthOf(stretch.line);
  });
}

function addressAt(
  city: City,
  homes: readonly (readonly [NamedStretch, number])[],
  label: string,
  random: Random,
): SeedCustomer["addresses"][number] {
  const stretch = random.weighted(homes);
  const at = beside(stretch, random, 12);
  const [lng, lat] = toLngLat(at);
  const hood = city.terrain.neighbourhoodAt(at).name;
  const number = label === "Work" ? `${random.int(1, 4)}F, No. ${random.int(3, 180)}` : `No. ${random.int(3, 460)}`;
  const notes = random.weighted([
    [null, 6],
    ["Ring the bell twice", 1],
    ["Blue gate, beside the tailor", 1],
    ["Call at the gate, the dog is friendly", 1],
    ["Second floor, the lift is out", 1],
  ]);
  return { label, line1: addressOf(stretch, hood, number), lat, lng, notes };
}

function namer(random: Random): () => string {
  const used = new Set<string>();
  return () => {
    for (;;) {
      const { given, family } = random.weighted(names);
      const name = `${random.pick(given)} ${random.pick(family)}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}
