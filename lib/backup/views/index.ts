/** What leaves the domain: plain data, safe to send to a browser. Times are ISO 8601 in UTC, sizes bytes, durations milliseconds. */
export type * from './action-result';
export type * from './audit-view';
export type * from './backup-view';
export type * from './content-act-view';
export type * from './content-view';
export type * from './drill-view';
export type * from './copy-view';
export type * from './database-state-view';
export type * from './encryption-view';
export type * from './overview-view';
export type * from './policy-view';
export type * from './restore-content-view';
export type * from './restore-view';
export type * from './retention-view';
export type * from './run-view';
export type * from './state-view';
