const CAMPAIGNS: Record<string, () => Promise<{ runCampaign(): Promise<string> }>> = {
  tampering: () => import('./tampering'),
  kills: () => import('./kills'),
  swap: () => import('./swap'),
  disaster: () => import('./disaster'),
  content: () => import('./content'),
};

/** Long runs that are no part of `npm test`. Each prints one line of counts; a failure ends with exit code 1. */
const [name = ''] = process.argv.slice(2);
const load = CAMPAIGNS[name];
if (!load) {
  console.error(`There is no campaign "${name}". There are: ${Object.keys(CAMPAIGNS).join(', ')}.`);
  process.exit(2);
}
try {
  const { runCampaign } = await load();
  console.log(await runCampaign());
  process.exit(0);
} catch (thrown) {
  console.error(thrown);
  process.exit(1);
}

export {};
