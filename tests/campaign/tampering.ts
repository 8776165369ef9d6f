import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { byTest, ended } from '../support/backup-module';
import { contentOf } from '../support/database-content';
import { newestNativeTool } from '../support/native-tools';
import { restored, SITE_NAME } from '../support/restoring';
import { type CampaignSite, openCampaignSite, seededRandom, seedOf } from './campaign-site';

const FLIPS = Number(process.env.CAMPAIGN_FLIPS ?? 1_000);
const CUTS = Number(process.env.CAMPAIGN_CUTS ?? 100);
const GOOD = Number(process.env.CAMPAIGN_GOOD ?? 100);

/** Whether a live restore of the backup was refused before it touched anything. */
async function isRefused({ module }: CampaignSite, backupId: string): Promise<boolean> {
  const plan = await planRestore(module.context, { backupId, target: { kind: 'live' } });
  if (!plan.ok || plan.value.token === null) return true;
  const request = { token: plan.value.token, siteName: SITE_NAME, actor: byTest.actor };
  const started = await startRestore(module.context, request, { trigger: 'cli' });
  if (!started.ok) return true;
  const outcome = await started.value.finished;
  return outcome?.ok === false && ['CORRUPT', 'STALE'].includes(outcome.error.code);
}

/** What a refused restore wrote down about the damage: the next try must find it by itself. */
async function forgetProofs(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('verification-'));
  await Promise.all(names.map((name) => rm(path.join(folder, name))));
}

/** Random damage to artifacts and manifests: all of it is refused. Then good artifacts: none is refused. */
export async function runCampaign(): Promise<string> {
  const seed = seedOf();
  const random = seededRandom(seed);
  const native = newestNativeTool('pg_dump');
  const site = await openCampaignSite(native && native.major < 17 ? 15 : 18);
  try {
    const formats = native ? (['custom', 'sql.gz'] as const) : (['sql.gz'] as const);
    const files: { id: string; file: string }[] = [];
    for (const format of formats) {
      const engine = format === 'custom' ? 'native' : 'wasm';
      const { id } = await ended(startBackup(site.module.context, { format, engine }, byTest));
      const { manifest } = await site.module.context.catalog.get(id);
      const data = path.join(site.module.directory, manifest.artifact.key);
      files.push({ id, file: data }, { id, file: path.join(path.dirname(data), 'manifest.json') });
    }
    const before = await contentOf(site);
    const missed: string[] = [];
    const attack = async (title: string, change: (bytes: Buffer) => Buffer) => {
      const chosen = files[Math.floor(random() * files.length)];
      if (!chosen) throw new Error('There are no files.');
      const whole = await readFile(chosen.file);
      await writeFile(chosen.file, change(Buffer.from(whole)));
      if (!(await isRefused(site, chosen.id))) missed.push(`${title} of ${path.basename(chosen.file)}`);
      await writeFile(chosen.file, whole);
      await forgetProofs(path.dirname(chosen.file));
    };
    for (let count = 0; count < FLIPS; count += 1) {
      await attack(`flip ${count}`, (bytes) => {
        const at = Math.floor(random() * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        return bytes;
      });
    }
    for (let count = 0; count < CUTS; count += 1) {
      await attack(`truncation ${count}`, (bytes) => bytes.subarray(0, Math.floor(random() * bytes.length)));
    }
    if ((await contentOf(site)) !== before) missed.push('the live database has changed');
    const accepted = await restoreGoodOnes(site, formats);
    if (missed.length > 0) throw new Error(`Not refused: ${missed.join('; ')} (seed ${seed})`);
    return `tampering: ${FLIPS} flips and ${CUTS} truncations over ${formats.join(', ')} and their manifests refused, live database unchanged; ${accepted} of ${GOOD} good artifacts restored exactly (seed ${seed})`;
  } finally {
    await site.close();
  }
}

async function restoreGoodOnes(site: CampaignSite, formats: readonly ('custom' | 'sql.gz')[]): Promise<number> {
  let accepted = 0;
  for (let count = 0; count < GOOD; count += 1) {
    const format = formats[count % formats.length] ?? 'sql.gz';
    await site.query(`insert into roles (id, name) values ('role-${count}', 'Role ${count}')`);
    const { id } = await ended(
      startBackup(site.module.context, { format, engine: format === 'custom' ? 'native' : 'wasm' }, byTest),
    );
    const name = `good_${count}`;
    const result = await restored(site.module, id, { kind: 'database', name });
    if (result.compared?.same !== true) throw new Error(`A good artifact did not restore: ${result.compared?.reason}`);
    await site.query(`drop database ${name} with (force)`);
    accepted += 1;
  }
  return accepted;
}
