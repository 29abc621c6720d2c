/** Asks again and again until the answer will do; says what it last saw when it never does. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false>,
  { seconds = 30, everyMs = 200 }: { seconds?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1_000;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
