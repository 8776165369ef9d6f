import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { type Messages, mergeMessages } from '@/components/admin/backups/messages/merge-messages';

const { en, fr, ar } = ALL_MESSAGES;
const MODULE = join(import.meta.dirname, '../../../components/admin/backups');

function leaves(messages: Messages, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, text] of leaves(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

/** The arguments of an ICU message, in order of their names: `{n, plural, …}` and `{time}` give n and time. */
function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? '');
  const tags = [...message.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`);
  return [...new Set([...names, ...tags])]
    .filter((name) => message.includes(`{${name}`) || name.startsWith('<'))
    .sort();
}

const english = leaves(en);
const others = Object.entries({ fr, ar });

describe('messages', () => {
  it.each(others)('%s has the keys of English, no more and no fewer', (_, messages) => {
    expect([...leaves(messages).keys()]).toEqual([...english.keys()]);
  });

  it.each(others)('%s has the arguments of English in every message', (_, messages) => {
    const translated = leaves(messages);
    const differing = [...english].filter(
      ([key, text]) => argumentsOf(translated.get(key) ?? '').join() !== argumentsOf(text).join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it.each([['en', en] as const, ['fr', fr] as const, ['ar', ar] as const])(
    '%s: every message formats',
    (locale, messages) => {
      const problems: string[] = [];
      const translate = createTranslator({
        locale,
        messages: { backup: messages },
        namespace: 'backup',
        onError: (error) => problems.push(error.message),
      });
      for (const [key, text] of leaves(messages)) {
        const values = Object.fromEntries(argumentsOf(text).map((name) => [name, name === 'n' ? 3 : `[${name}]`]));
        const tags = { time: (chunks: string) => chunks, mono: (chunks: string) => chunks };
        const plain = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('<')));
        const format: (key: string, values: object) => string = translate.markup as never;
        expect(format(key, text.includes('<') ? { ...plain, ...tags } : plain)).not.toBe('');
      }
      expect(problems).toEqual([]);
    },
  );

  it('has every text that the components name', () => {
    const sources = readdirSync(MODULE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
    const missing = sources.flatMap((file) => {
      const text = readFileSync(join(MODULE, file), 'utf8');
      const named = [...text.matchAll(/(?:words|translate\.rich|line)\(\s*'([\w.-]+)'/g)].map(([, key]) => key ?? '');
      return named.filter((key) => key !== '' && !english.has(key)).map((key) => `${file}: ${key}`);
    });
    expect(missing).toEqual([]);
  });

  it('is merged over English, so that a missing translation shows English', () => {
    expect(mergeMessages({ a: 'one', b: { c: 'two', d: 'three' } }, { b: { c: 'deux' } })).toEqual({
      a: 'one',
      b: { c: 'deux', d: 'three' },
    });
  });
});
