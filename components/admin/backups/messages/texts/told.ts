import 'server-only';
import { getLocale } from 'next-intl/server';
import arabic from './ar.json';
import { createTranslator, type Translator } from './create-translator';
import french from './fr.json';
import { translateTexts } from './translate-texts';

const TRANSLATORS: Readonly<Record<string, Translator>> = {
  ar: createTranslator(arabic),
  fr: createTranslator(french),
};

const translatorOf = (locale: string) => TRANSLATORS[locale.split('-')[0] ?? ''];

function inLocale<T>(data: T, locale: string): T {
  const translator = translatorOf(locale);
  return translator ? translateTexts(data, translator) : data;
}

/** What the domain answered, its sentences in the language of the page that is being made or pressed on. */
export async function told<T>(answer: T | Promise<T>): Promise<T> {
  const [data, locale] = await Promise.all([answer, getLocale()]);
  return inLocale(data, locale);
}

/** The same for a route without a language in its address: the first of the header Accept-Language counts. */
export function toldTo<T>(request: Request, data: T): T {
  const first = request.headers.get('accept-language')?.split(/[,;]/)[0] ?? '';
  return inLocale(data, first.trim().toLowerCase());
}
