/** "120", "120.5", "1,200.50" in minor units of a currency with that many decimals; null when it is no such amount. */
export function minorUnitsOf(typed: string, exponent: number): number | null {
  const plain = typed.trim().replaceAll(/(?<=\d),(?=\d{2,3}(\D|$))/g, "");
  const [, whole, decimals = ""] = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || decimals.length > exponent) return null;
  return Number(whole + decimals.padEnd(exponent, "0"));
}
