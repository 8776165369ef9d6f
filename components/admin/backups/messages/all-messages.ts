import ar from './ar.json';
import contentAr from './content/ar.json';
import contentEn from './content/en.json';
import contentFr from './content/fr.json';
import en from './en.json';
import fr from './fr.json';

/** Every text of the module by language, English first. */
export const ALL_MESSAGES = {
  en: { ...en, content: contentEn },
  fr: { ...fr, content: contentFr },
  ar: { ...ar, content: contentAr },
};
