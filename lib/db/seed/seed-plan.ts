import type { SiteDatabase } from '../drizzle';

export type SeedTransaction = Pick<SiteDatabase, 'execute' | 'insert' | 'select'>;

export interface SeedOptions {
  /** Adds about 60,000 believable rows, the same ones every time. */
  demo: boolean;
  adminEmail: string;
  adminPassword: string;
}

export const SEED_VERSION = '1';
export const TENANT_ID = 'default';

/** The demo's calendar stands still, so that every demo holds the same rows. */
export const DEMO_START = new Date('2025-05-05T08:00:00Z');
export const DEMO_END = new Date('2026-11-20T18:00:00Z');

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
