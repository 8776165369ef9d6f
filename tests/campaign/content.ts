import { kills } from '../integration/content-acts/kill-rounds';
import { forcedConflicts, onSite, pushRaces, randomReverts } from '../integration/content-acts/rounds';

/** 100 random reverts, 30 conflicts, 20 push races, 10 kills, under the eyes of a visitor. SEED=n repeats one. */
export async function runCampaign(): Promise<string> {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const { counts, faults } = await onSite(seed, async (rounds) => {
    await randomReverts(rounds, 100);
    await forcedConflicts(rounds, 30);
    await pushRaces(rounds, 20);
    await kills(rounds, 10);
  });
  const told = `Seed ${seed}. ${JSON.stringify(counts)}`;
  if (faults.length > 0) throw new Error(`${told}\n${faults.join('\n')}`);
  return told;
}
