import { DomainError } from "@tiffin/domain/errors";

/**
 * Whoever searches does not wait for a server that hangs: after so long it counts as away. What it was asked goes on, and
 * serves the next one if it ends after all.
 * @throws DomainError UNAVAILABLE when the time is up
 */
export async function withinDeadline<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DomainError("UNAVAILABLE", "Search takes too long just now.", { retryAfterSeconds: 5 }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
