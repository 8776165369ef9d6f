import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeRunbook } from '@/lib/backup/policy/runbook';
import { type RunbookFacts, recogniseSetup, siteVariables } from '@/lib/backup/policy/runbook-facts';
import { runbookDigest, runbookHtml } from '@/lib/backup/policy/runbook-html';
import { RUNBOOK_LOCALES } from '@/lib/backup/policy/runbook-words';
import { RUNBOOK_EN } from '@/lib/backup/policy/runbook-words-en';
import type { RunbookSetup } from '@/lib/backup/views';
import { runbookFacts } from '../../support/runbook-fixtures';

const SETUPS: RunbookSetup[] = ['server', 'docker', 'vercel', 'managed'];
const { chosen } = runbookFacts.backups as { chosen: NonNullable<RunbookFacts['backups']>['chosen'] & object };
const written = (changes: Partial<RunbookFacts> = {}) => writeRunbook({ ...runbookFacts, ...changes }, 'en');
const commandsOf = (changes: Partial<RunbookFacts>, step: number) => written(changes).steps[step]?.commands ?? [];

describe.each(RUNBOOK_LOCALES)('the runbook in %s', (locale) => {
  it.each(SETUPS)('for %s has ten steps and what stands before them, each with words, none with a gap', (setup) => {
    const view = writeRunbook({ ...runbookFacts, setup }, locale);
    expect(view.steps.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const html = runbookHtml(view);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|\{\w+\}(?!["';])(?![^<]*<\/pre>)/);
    expect(view.steps.every(({ title, text }) => title && text)).toBe(true);
    expect(html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`);
  });

  it.each(SETUPS)('for %s has commands that bash can read', (setup) => {
    const { steps } = writeRunbook({ ...runbookFacts, setup }, locale);
    const script = steps.flatMap(({ commands }) => commands).join('\n');
    expect(() => execFileSync('bash', ['-n'], { input: script })).not.toThrow();
  });
});

describe('what a runbook says', () => {
  it('names the newest proven backup, and a newer one that no restore has proven', () => {
    expect(written().state).toBe('proven');
    expect(commandsOf({}, 3)).toContain(`BACKUP=${chosen.id}`);
    const newer = { ...chosen, id: '01k9newer', proven: false, createdAt: '2026-11-24T08:00:00.000Z' };
    const view = written({ backups: { chosen, newer } });
    expect(view.warnings.join()).toContain('01k9newer of 24 Nov 2026, 08:00 UTC');
    expect(view.steps[3]?.commands).toContain('# newer, not yet proven by a restore: 01k9newer');
  });

  it.each([
    ['unproven', { chosen: { ...chosen, proven: false }, newer: null }],
    ['none', { chosen: null, newer: null }],
    ['unknown', null],
  ] as const)('says where nothing is proven: %s', (state, backups) => {
    const view = written({ backups });
    expect(view.state).toBe(state);
    expect(view.lead).not.toContain('table by table');
  });

  it('lets a container see every folder of backups, as it is called on disk', () => {
    const folder = { name: 'nas', address: 'file:///mnt/my%20backups', directory: '/mnt/my backups' };
    const [machine] = written({ setup: 'docker', places: [...runbookFacts.places, folder] }).steps;
    expect(machine?.commands.join('\n')).toContain("-v '/mnt/my backups:/mnt/my backups'");
  });

  it('gives measured times with their date, and no estimate', () => {
    const times = written().steps.map(({ time }) => time);
    expect(times[4]).toBe('7.4 s, measured 24 Nov 2026 by a drill');
    expect(times.filter((time) => time === 'not measured yet')).toHaveLength(9);
    const later = { step: 4, milliseconds: 130_000, at: '2026-11-24T08:00:00.000Z', by: 'restore' } as const;
    expect(written({ measured: [later, ...runbookFacts.measured] }).steps[4]?.time).toContain('2 min, measured');
  });

  it('takes the content from its remote, else out of the backup, else says that there is none', () => {
    expect(commandsOf({}, 5)[0]).toBe('npm run -s content:clone');
    const unpushed = { ...chosen, content: { head: 'f'.repeat(40), branch: 'main', pushed: false } };
    const fromBackup = 'npm run -s backup -- content restore --all --backup "$BACKUP"';
    expect(commandsOf({ backups: { chosen: unpushed, newer: null } }, 5)).toEqual([fromBackup]);
    const nowhere = { remote: null, branch: null, head: null };
    expect(commandsOf({ content: nowhere }, 5)).toEqual([fromBackup]);
    const lost = written({ content: nowhere, backups: { chosen: { ...chosen, bundle: false }, newer: null } });
    expect(lost.steps[5]?.commands).toEqual([]);
    expect(lost.warnings.join()).toContain('The content is in no backup');
  });

  it('says that nobody is to be called, and that backups stand on this server alone', () => {
    const view = written({ contacts: [], readFrom: { name: 'primary', onServer: true } });
    expect(view.contacts.none).toContain('BACKUP_RUNBOOK_CONTACTS');
    expect(view.warnings.join()).toContain('If the server is lost, they are lost');
  });

  it('sends whoever has a provider to its console first', () => {
    const provider = { key: 'neon', console: 'https://console.neon.tech/app/projects' } as const;
    expect(written({ setup: 'managed', provider }).steps[4]?.notes.join()).toContain(provider.console);
    expect(written({ setup: 'managed' }).steps[4]?.notes).toEqual([RUNBOOK_EN['step.4.managed']]);
  });

  it('says from which copy it reads', () => {
    const { steps } = written({ readFrom: { name: 'off-site', onServer: false } });
    expect(steps[0]?.notes.join()).toContain('read from the copy “off-site”');
  });
});

describe('the file', () => {
  const html = runbookHtml(written());
  it('needs nothing from anywhere and runs nothing', () => {
    expect(html).not.toMatch(/<script|\ssrc=|<link|url\(|@import|href=/);
    expect(html).toContain("default-src 'none'");
  });
  it('takes what people wrote as text', () => {
    expect(html).toContain('&lt;b&gt;Sam&lt;/b&gt; &amp; Co');
    expect(html).toContain('--confirm &#39;Noor&#39;\\&#39;&#39;s MCP Directory&#39;');
  });
  it('says the same at another hour, and another thing with another backup', () => {
    const digest = runbookDigest(written());
    expect(runbookDigest(written({ madeAt: '2026-11-25T09:00:00.000Z' }))).toBe(digest);
    expect(runbookDigest(written({ backups: { chosen: { ...chosen, id: 'other' }, newer: null } }))).not.toBe(digest);
  });
});

it('knows what has to be set again on another machine, by name', () => {
  const set = [
    'PATH',
    'HOME',
    'DATABASE_URL',
    'AUTH_TRUST_HOST',
    'BACKUP_COPIES',
    'GOOGLE_CLIENT_ID',
    'BACKUP_LOCAL_DIR',
    'EDITOR',
  ];
  const known = ['PATH', 'BACKUP_LOCAL_DIR', 'GOOGLE_CLIENT_ID'];
  expect(siteVariables(set, known)).toEqual(['AUTH_TRUST_HOST', 'BACKUP_COPIES', 'DATABASE_URL', 'GOOGLE_CLIENT_ID']);
});

it.each([
  [{ vercel: true, container: true, provider: true }, 'vercel'],
  [{ vercel: false, container: true, provider: true }, 'docker'],
  [{ vercel: false, container: false, provider: true }, 'managed'],
  [{ vercel: false, container: false, provider: false }, 'server'],
])('recognises %o as %s', (seen, setup) => {
  expect(recogniseSetup(seen)).toBe(setup);
});

it('docs/runbook.md has the same ten steps in the same words', () => {
  const page = readFileSync('docs/runbook.md', 'utf8').replace(/\s+/g, ' ');
  for (let step = 0; step <= 10; step += 1) {
    const title = RUNBOOK_EN[`step.${step}` as 'step.1'];
    const text = RUNBOOK_EN[`step.${step}.text` as 'step.1.text'];
    expect(page).toContain(`## ${step}. ${title}`);
    expect(page).toContain(text);
  }
});
