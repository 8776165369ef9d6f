import type { AppError } from '../kernel/app-error';
import type { Opening } from '../views';

/** Why an encrypted file cannot be opened here, as a sentence for an admin. */
export const KEYLESS = {
  'no-identity': 'This backup is encrypted, and this server holds no private key.',
  'other-identity': 'The private key of this server does not open this backup.',
  'bad-identity': 'The private key that is set on this server cannot be read.',
} as const satisfies Partial<Record<Opening, string>>;

export const isKeyless = (opening: Opening): opening is keyof typeof KEYLESS => opening in KEYLESS;

/** Whether a step was refused for want of a key: `details.reason` says so. */
export const isKeylessError = ({ details }: AppError): boolean => Object.hasOwn(KEYLESS, String(details?.reason));
