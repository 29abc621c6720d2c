import { DomainError } from "../errors.ts";

export interface OptionGroup {
  readonly id: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly options: readonly { readonly id: string; readonly name: string; readonly price: number }[];
}

export interface PickedOption {
  readonly id: string;
  readonly groupName: string;
  readonly name: string;
  readonly price: number;
}

/**
 * The options that somebody picked for a dish, in the menu's order and with the menu's prices. Each must belong to one of
 * the dish's own groups, once, and each group must get as many as it asks for.
 *
 * @throws DomainError OPTIONS_INVALID; `path` says where in the request the dish stands
 */
export function chooseOptions(
  dish: { readonly name: string; readonly optionGroups: readonly OptionGroup[] },
  optionIds: readonly string[],
  path: string,
): PickedOption[] {
  const wanted = new Set(optionIds);
  const refuse = (message: string) =>
    new DomainError("OPTIONS_INVALID", `${dish.name}: ${message}.`, {
      fields: [{ path: `${path}.optionIds`, message }],
    });
  if (wanted.size !== optionIds.length) throw refuse("an option is picked twice");

  const picked: PickedOption[] = [];
  for (const group of dish.optionGroups) {
    const ofGroup = group.options.filter((option) => wanted.delete(option.id));
    if (ofGroup.length < group.min) throw refuse(`pick at least ${group.min} of “${group.name}”`);
    if (ofGroup.length > group.max) throw refuse(`pick at most ${group.max} of “${group.name}”`);
    picked.push(...ofGroup.map(({ id, name, price }) => ({ id, groupName: group.name, name, price })));
  }
  if (wanted.size > 0) throw refuse("an option doesn't belong to this dish");
  return picked;
}
