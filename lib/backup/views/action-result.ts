import type { ErrorView } from './run-view';

/** What a server action answers; never an exception, never raw text of a driver. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      error: ErrorView & {
        fields?: Record<string, string>;
        details?: Record<string, string | number | boolean | null>;
      };
    };
