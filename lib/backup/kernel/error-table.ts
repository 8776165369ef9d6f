import type { AppErrorCode } from './app-error';

/** How each code is told to the three kinds of callers: browsers and services, people, terminals. */
interface ErrorRow {
  httpStatus: number;
  tone: 'bad' | 'warn' | 'info';
  /** 1 failed, 2 wrong usage, 3 refused (busy, stale, forbidden). */
  exitCode: 1 | 2 | 3;
}

export const ERROR_TABLE: Readonly<Record<AppErrorCode, ErrorRow>> = {
  UNAUTHENTICATED: { httpStatus: 401, tone: 'warn', exitCode: 3 },
  FORBIDDEN: { httpStatus: 403, tone: 'warn', exitCode: 3 },
  INVALID_INPUT: { httpStatus: 400, tone: 'warn', exitCode: 2 },
  NOT_FOUND: { httpStatus: 404, tone: 'warn', exitCode: 1 },
  BUSY: { httpStatus: 409, tone: 'info', exitCode: 3 },
  CONFLICT: { httpStatus: 409, tone: 'warn', exitCode: 3 },
  STALE: { httpStatus: 409, tone: 'warn', exitCode: 3 },
  NOTHING_TO_DO: { httpStatus: 409, tone: 'info', exitCode: 3 },
  UNSUPPORTED: { httpStatus: 422, tone: 'warn', exitCode: 1 },
  CORRUPT: { httpStatus: 422, tone: 'bad', exitCode: 1 },
  STORAGE_DOWN: { httpStatus: 503, tone: 'bad', exitCode: 1 },
  DATABASE_DOWN: { httpStatus: 503, tone: 'bad', exitCode: 1 },
  CANCELLED: { httpStatus: 409, tone: 'info', exitCode: 1 },
  INTERNAL: { httpStatus: 500, tone: 'bad', exitCode: 1 },
};
