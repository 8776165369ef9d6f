import ar from './ar.json';
import contentAr from './content/ar.json';
import contentEn from './content/en.json';
import contentFr from './content/fr.json';
import en from './en.json';
import fr from './fr.json';
import gameDayAr from './game-day/ar.json';
import gameDayEn from './game-day/en.json';
import gameDayFr from './game-day/fr.json';
import policyAr from './policy/ar.json';
import policyEn from './policy/en.json';
import policyFr from './policy/fr.json';
import protectionAr from './protection/ar.json';
import protectionEn from './protection/en.json';
import protectionFr from './protection/fr.json';
import readinessAr from './readiness/ar.json';
import readinessEn from './readiness/en.json';
import readinessFr from './readiness/fr.json';
import recoveryAr from './recovery/ar.json';
import recoveryEn from './recovery/en.json';
import recoveryFr from './recovery/fr.json';
import runbookAr from './runbook/ar.json';
import runbookEn from './runbook/en.json';
import runbookFr from './runbook/fr.json';
import stateAr from './state/ar.json';
import stateEn from './state/en.json';
import stateFr from './state/fr.json';
import storageAr from './storage/ar.json';
import storageEn from './storage/en.json';
import storageFr from './storage/fr.json';
import watchAr from './watch/ar.json';
import watchEn from './watch/en.json';
import watchFr from './watch/fr.json';

/** Every text of the module by language, English first. */
export const ALL_MESSAGES = {
  en: {
    ...en,
    content: contentEn,
    gameDay: gameDayEn,
    policy: policyEn,
    protection: protectionEn,
    readiness: readinessEn,
    recovery: recoveryEn,
    runbook: runbookEn,
    state: stateEn,
    storage: storageEn,
    watch: watchEn,
  },
  fr: {
    ...fr,
    content: contentFr,
    gameDay: gameDayFr,
    policy: policyFr,
    protection: protectionFr,
    readiness: readinessFr,
    recovery: recoveryFr,
    runbook: runbookFr,
    state: stateFr,
    storage: storageFr,
    watch: watchFr,
  },
  ar: {
    ...ar,
    content: contentAr,
    gameDay: gameDayAr,
    policy: policyAr,
    protection: protectionAr,
    readiness: readinessAr,
    recovery: recoveryAr,
    runbook: runbookAr,
    state: stateAr,
    storage: storageAr,
    watch: watchAr,
  },
};
