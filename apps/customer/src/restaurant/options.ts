import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { type Money, addMoney } from "@tiffin/ui/lib/money";

export type OptionGroup = MenuItem["optionGroups"][number];

/** Exactly one of them: a radio group. */
export const isSingle = (group: OptionGroup): boolean => group.max === 1;

/** What is chosen at first: nothing, but where exactly one must be taken, its first. */
export const defaultSelection = (groups: readonly OptionGroup[]): string[] =>
  groups.flatMap((group) => (group.min === 1 && group.max === 1 && group.options[0] ? [group.options[0].id] : []));

const chosenIn = (group: OptionGroup, selected: readonly string[]) =>
  group.options.filter((option) => selected.includes(option.id));

/** A press on an option. In a group of one it replaces; in a full group it does nothing. */
export function pressOption(group: OptionGroup, selected: readonly string[], optionId: string): string[] {
  const others = selected.filter((id) => !group.options.some((option) => option.id === id));
  const mine = chosenIn(group, selected).map((option) => option.id);
  if (mine.includes(optionId)) {
    const mustStay = isSingle(group) && group.min === 1;
    return mustStay ? [...selected] : [...others, ...mine.filter((id) => id !== optionId)];
  }
  if (isSingle(group)) return [...others, optionId];
  return mine.length >= group.max ? [...selected] : [...others, ...mine, optionId];
}

export const isFull = (group: OptionGroup, selected: readonly string[]): boolean =>
  !isSingle(group) && chosenIn(group, selected).length >= group.max;

/** The first group that still needs a choice. */
export const unfinishedGroup = (groups: readonly OptionGroup[], selected: readonly string[]): OptionGroup | undefined =>
  groups.find((group) => chosenIn(group, selected).length < group.min);

export const selectedOptions = (item: MenuItem, selected: readonly string[]) =>
  item.optionGroups.flatMap((group) => chosenIn(group, selected));

/** The dish with what was chosen for it. */
export const priceWith = (item: MenuItem, selected: readonly string[]): Money =>
  selectedOptions(item, selected).reduce<Money>((sum, option) => addMoney(sum, option.price), item.price);
