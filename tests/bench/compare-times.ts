const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);

/** Runs both in turns, as often as BENCH_ROUNDS says, and prints the best and the median of each. Asserts nothing. */
export async function compare(
  title: string,
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
  { rounds = ROUNDS, prepare = async () => {} }: { rounds?: number; prepare?: () => Promise<void> } = {},
): Promise<void> {
  const [ourTimes, bareTimes]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    await prepare();
    const [our, other] = [await time(ours), await time(bare)];
    // The first round warms files and code of both.
    if (round > 0) ourTimes.push(our);
    if (round > 0) bareTimes.push(other);
  }
  const [our, other] = [sorted(ourTimes), sorted(bareTimes)];
  const [best, bestBare] = [our[0] ?? 0, other[0] ?? 0];
  console.log(
    `${title}: ours ${told(our)}, bare git ${told(other)}; best: ratio ${(best / bestBare).toFixed(2)}, more by ${ms(best - bestBare)}`,
  );
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`;

const sorted = (values: number[]) => values.sort((a, b) => a - b);

const told = (values: readonly number[]): string =>
  `${ms(values[0] ?? 0)} (median ${ms(values[Math.floor(values.length / 2)] ?? 0)})`;
