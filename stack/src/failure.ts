/** Something a person can act on. Shown as it stands, without a stack trace, and ends the command with exit 1. */
export class Failure extends Error {
  override name = "Failure";
}

/** The text for a person: a Failure's own words, anything else with its kind. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOSPC") return `the disk is full (${error.message})`;
  return error.message === "" ? error.name : error.message;
}
