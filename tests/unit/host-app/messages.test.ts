import { readFile } from 'node:fs/promises';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { routing } from '@/i18n/routing';

type Tree = { [key: string]: string | Tree };

const load = async (locale: string) =>
  JSON.parse(await readFile(new URL(`../../../messages/${locale}.json`, import.meta.url), 'utf8'));

const leaves = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : leaves(value, `${prefix}${key}.`),
  );

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)(?=[},])/g)].map((match) => match[1]).sort();

describe.each(routing.locales)('messages/%s.json', (locale) => {
  test('has the keys and placeholders of English, and no empty text', async () => {
    const english = leaves(await load('en'));
    const own = new Map(leaves(await load(locale)));
    expect([...own.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english) {
      expect(own.get(key)?.trim(), key).toBeTruthy();
      expect(placeholders(own.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  test('every text can be formatted', async () => {
    const messages = await load(locale);
    const problems: string[] = [];
    const t = createTranslator({ locale, messages, onError: (error) => problems.push(error.message) });
    const values = { count: 3, site: 'Site', digest: 'abc' };
    for (const [key] of leaves(messages)) expect(t(key, values)).toBeTruthy();
    expect(problems).toEqual([]);
  });
});
