import 'server-only';

/** The same door, for code that must never reach a browser: everything under app/. */
export * from './index';
