import packageJson from '../package.json';

export const siteName = (): string => process.env.SITE_NAME?.trim() || 'Ever Works Directory';

/** Imported, not read from disk: a standalone build has no package.json of ours beside it. */
export const appVersion = (): string => packageJson.version;
