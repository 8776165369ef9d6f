import { describe, expect, it } from 'vitest';
import arabic from '@/components/admin/backups/messages/texts/ar.json';
import { createTranslator, type TextCatalog } from '@/components/admin/backups/messages/texts/create-translator';
import french from '@/components/admin/backups/messages/texts/fr.json';
import { translateTexts } from '@/components/admin/backups/messages/texts/translate-texts';
import { findTexts, speakingSources } from '../../../scripts/texts/find-texts';

const CATALOGS: [string, TextCatalog][] = [
  ['fr', french],
  ['ar', arabic],
];
const found = findTexts();
const valuesOf = (text: string) => new Set(text.match(/\{\d\}/g));

describe.each(CATALOGS)('catalog of texts in %s', (_, catalog) => {
  const { sentences, values, words, notes } = catalog;
  const all = { ...values, ...notes, ...sentences };

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
    const inSources = (text: string) => text.split(/\{\d\}/).every((piece) => sources.includes(piece.trim()));
    const counts = /^(1|\{0\}) [a-z ]+$/;
    const others = [...Object.keys(notes), ...Object.keys(values).filter((text) => !counts.test(text))];
    const unsaid = Object.keys(sentences).filter((text) => !found.has(text));
    expect([...others, ...unsaid].filter((text) => !inSources(text))).toEqual([]);
    expect(Object.keys(words).filter((text) => !found.has(text))).toEqual([]);
  });

  it.each(['Zz', 'Terms and Conditions', 'checks', '/srv/backups and more', 'tools for teams'])(
    'gives each sentence its own translation and leaves the names in it alone: %s',
    (name) => {
      const { sentence } = createTranslator(catalog);
      // What a translation leaves out is a verb of the English.
      const filled = (text: string, translation: string) =>
        text.replace(/\{(\d)\}/g, (value, index) => (translation.includes(value) ? `${name}${index}` : 'are'));
      const wrong = [...found.keys()]
        .filter((text) => text.includes(' '))
        .map((text) => ({ text, translation: sentences[text] ?? '' }))
        .map(({ text, translation }) => ({
          text,
          got: sentence(filled(text, translation)),
          expected: filled(translation, translation),
        }))
        .filter(({ got, expected }) => got !== expected);
      expect(wrong).toEqual([]);
    },
  );

  it('stays fast with whatever people wrote', () => {
    const { sentence } = createTranslator(catalog);
    const began = performance.now();
    for (const text of ['Done: A. '.repeat(400), `Drop: ${'Tool; Item; '.repeat(160)}`, 'Yes. No. '.repeat(10)]) {
      expect(sentence(text)).toBe(text);
    }
    // A guard against minutes, not a measurement.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('translating sentences', () => {
  const translator = createTranslator({
    sentences: {
      'It is {0}.': 'C’est {0}.',
      'Try again.': 'Réessayez.',
      '{0} failed: {1}': 'Échec de {0} : {1}',
      'The copy to {0} failed: {1}': 'La copie vers {1} … {0}',
      'There is no place “{0}”.': 'Il n’y a pas de lieu « {0} ».',
      'Type: {0}': 'Saisissez : {0}',
      'The data is {0}.': 'Les données sont {0}.',
    },
    values: { '{0} and {1}': '{0} et {1}', '{0} files': '{0} fichiers', 'not whole': 'incomplet' },
    words: { 'The data is {0}.': { gone: 'disparues' } },
    notes: { 'Before seeding': 'Avant l’initialisation', 'Safety copy of {0}': 'Copie de {0}' },
  });
  const translate = translator.sentence;

  it('takes a sentence as it is, with its values, and with sentences and fragments as values', () => {
    expect(translate('Try again.')).toBe('Réessayez.');
    expect(translate('It is 12 files.')).toBe('C’est 12 fichiers.');
    expect(translate('It is a and b.')).toBe('C’est a et b.');
    expect(translate('It is not whole.')).toBe('C’est incomplet.');
    expect(translate('Reading failed: It is {x}.')).toBe('Échec de Reading : C’est {x}.');
    expect(translate('The data is gone.')).toBe('Les données sont disparues.');
    expect(translate('It is gone.')).toBe('C’est gone.');
  });

  it('leaves what stands in quotation marks or is to be typed', () => {
    expect(translate('There is no place “not whole”.')).toBe('Il n’y a pas de lieu « not whole ».');
    expect(translate('Type: Arts and Crafts')).toBe('Saisissez : Arts and Crafts');
    expect(translate('It is content/Terms and conditions.md.')).toBe('C’est content/Terms and conditions.md.');
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
    for (const words of ['Tools and files', '12 files', 'not whole', 'Try again', 'Try']) {
      expect(translate(words)).toBe(words);
    }
  });

  it('reaches into plain data and touches nothing else', () => {
    const at = new Date(0);
    const people = { subject: 'Try again.', note: 'Try again.', notes: 'Try again.', path: 'Try again.', at };
    const data = { error: { message: 'Try again.', ref: 'R1', n: 3, none: null }, ...people };
    expect(translateTexts({ ...data, list: ['Try again.'], kept: { note: 'Before seeding' } }, translator)).toEqual({
      error: { message: 'Réessayez.', ref: 'R1', n: 3, none: null },
      ...people,
      list: ['Réessayez.'],
      kept: { note: 'Avant l’initialisation' },
    });
    expect(translateTexts({ notes: ['Try again.'], note: 'Safety copy of 1 2' }, translator)).toEqual({
      notes: ['Réessayez.'],
      note: 'Copie de 1 2',
    });
  });
});
