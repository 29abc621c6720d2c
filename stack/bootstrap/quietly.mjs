/** Runs something slow with one line when it starts, a sign of life while it runs and one line when it is done. */
export async function quietly(title, log, work) {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  log(`  … ${title}`);
  const alive = setInterval(() => log(`  … ${title} (${seconds()})`), 15_000);
  try {
    const result = await work();
    log(`  ✓ ${title.padEnd(34)} ${seconds()}`);
    return result;
  } finally {
    clearInterval(alive);
  }
}
