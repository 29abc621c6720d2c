import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["2xs"] }], shadow: [{ shadow: ["lift-1", "lift-2", "lift-3"] }] } },
});

/** Joins class names; a later Tailwind class wins over an earlier one of its group. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
