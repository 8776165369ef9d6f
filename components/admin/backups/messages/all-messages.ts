import ar from './ar.json';
import contentAr from './content/ar.json';
import contentEn from './content/en.json';
import contentFr from './content/fr.json';
import en from './en.json';
import fr from './fr.json';
import recoveryAr from './recovery/ar.json';
import recoveryEn from './recovery/en.json';
import recoveryFr from './recovery/fr.json';
import stateAr from './state/ar.json';
import stateEn from './state/en.json';
import stateFr from './state/fr.json';

/** Every text of the module by language, English first. */
export const ALL_MESSAGES = {
  en: { ...en, content: contentEn, recovery: recoveryEn, state: stateEn },
  fr: { ...fr, content: contentFr, recovery: recoveryFr, state: stateFr },
  ar: { ...ar, content: contentAr, recovery: recoveryAr, state: stateAr },
};
