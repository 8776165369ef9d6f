import { describe, expect, it } from 'vitest';
import arabic from '@/components/admin/backups/messages/texts/ar.json';
import {
  createTranslator,
  type TextCatalog,
  translateTexts,
} from '@/components/admin/backups/messages/texts/create-translator';
import french from '@/components/admin/backups/messages/texts/fr.json';
import { findTexts, speakingSources } from '../../../scripts/texts/find-texts';

const CATALOGS: [string, TextCatalog][] = [
  ['fr', french],
  ['ar', arabic],
];
const found = findTexts();
const valuesOf = (text: string) => new Set(text.match(/\{\d\}/g));

describe.each(CATALOGS)('catalog of texts in %s', (_, catalog) => {
  const { sentences, values } = catalog;
  const all = { ...values, ...sentences };

  it('has every sentence that the domain can say on a page', () => {
    expect(found.size).toBeGreaterThan(1_000);
    expect([...found.keys()].filter((text) => !sentences[text])).toEqual([]);
  });

  it('names only values that the sentence has', () => {
    const wrong = Object.entries(all).filter(([text, translation]) =>
      [...valuesOf(translation)].some((value) => !valuesOf(text).has(value)),
    );
    expect(wrong).toEqual([]);
  });

  it('holds nothing that is not said any more', () => {
    const sources = speakingSources()
      .map(({ code }) => code)
      .join('\n');
    // Fragments are no sentences: of those, each piece between two values has to stand somewhere.
    const said = (text: string) => text.split(/\{\d\}/).every((piece) => sources.includes(piece.trim()));
    const counts = /^(1|\{0\}) [a-z]+/;
    expect(Object.keys(all).filter((text) => !found.has(text) && !counts.test(text) && !said(text))).toEqual([]);
  });

  it('gives each sentence its own translation, whatever its values are', () => {
    const translate = createTranslator(catalog);
    const filled = (text: string) => text.replace(/\{(\d)\}/g, (_, index) => `Zz${index}zZ`);
    const wrong = [...found.keys()]
      .filter((text) => text.includes(' '))
      .map((text) => ({ text, got: translate(filled(text)), expected: filled(sentences[text] ?? '') }))
      .filter(({ got, expected }) => got !== expected);
    expect(wrong).toEqual([]);
  });
});

describe('translating sentences', () => {
  const translate = createTranslator({
    sentences: {
      'It is {0}.': 'C’est {0}.',
      'Try again.': 'Réessayez.',
      '{0} failed: {1}': 'Échec de {0} : {1}',
      'The copy to {0} failed: {1}': 'La copie vers {1} … {0}',
    },
    values: { '{0} and {1}': '{0} et {1}', '{0} files': '{0} fichiers', 'not whole': 'incomplet' },
  });

  it('takes a sentence as it is, with its values, and with sentences and fragments as values', () => {
    expect(translate('Try again.')).toBe('Réessayez.');
    expect(translate('It is 12 files.')).toBe('C’est 12 fichiers.');
    expect(translate('It is a and b.')).toBe('C’est a et b.');
    expect(translate('It is not whole.')).toBe('C’est incomplet.');
    expect(translate('Reading failed: It is {x}.')).toBe('Échec de Reading : C’est {x}.');
  });

  it('lets the sentence that says more of a text win', () => {
    expect(translate('The copy to a failed: b')).toBe('La copie vers b … a');
  });

  it('takes several sentences, and leaves what it does not know', () => {
    expect(translate('It is late. Try again.')).toBe('C’est late. Réessayez.');
    expect(translate('Somebody wrote this. Try again.')).toBe('Somebody wrote this. Réessayez.');
    expect(translate('Nobody knows this.')).toBe('Nobody knows this.');
  });

  it('leaves the words of people alone that only look like a fragment', () => {
    for (const words of ['Tools and files', '12 files', 'not whole', 'Try again', 'Try'])
      expect(translate(words)).toBe(words);
  });

  it('reaches into plain data and touches nothing else', () => {
    const at = new Date(0);
    const data = { ok: false, error: { message: 'Try again.', ref: 'R1', n: 3, none: null }, list: ['Try again.'], at };
    expect(translateTexts(data, translate)).toEqual({
      ok: false,
      error: { message: 'Réessayez.', ref: 'R1', n: 3, none: null },
      list: ['Réessayez.'],
      at,
    });
  });
});
