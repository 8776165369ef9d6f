/** What people are told about by themselves. `test` is what a button sends. */
export const NOTICE_EVENTS = [
  'failed',
  'missed',
  'recovered',
  'incident',
  'drill-failed',
  'low-space',
  'copy-failed',
  'test',
] as const;

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

export interface Notice {
  event: NoticeEvent;
  /** What the same trouble is known by, so that it is told once and not every hour. Default: the event. */
  topic?: string;
  /** What it is about, in words: "The daily backup". */
  about?: string;
  /** Sentence for an admin, and the next step. Never a secret, never the text of a driver. */
  reason?: string;
  hint?: string;
  /** Path in the admin area, "/admin/backups/runs/01J…". */
  path?: string;
}

/** A notice as every channel sends it. Plain text in English. */
export interface NoticeMessage {
  /** The same through all tries, so that a receiver can tell a repetition. */
  id: string;
  event: NoticeEvent;
  site: string;
  at: string;
  urgent: boolean;
  title: string;
  text: string;
  /** Null where the address of the site is not set. */
  link: string | null;
}

const TITLES: Record<NoticeEvent, (about: string) => string> = {
  failed: (about) => `${about || 'A run'} failed`,
  missed: (about) => `${about || 'A scheduled backup'} did not happen`,
  recovered: (about) => `${about || 'Backups'} succeeded again`,
  incident: () => 'The content was damaged',
  'drill-failed': () => 'A backup could not be proven by restoring it',
  'low-space': (about) => `Little space is left in ${about || 'the storage'}`,
  'copy-failed': (about) => `The off-site copy${about ? ` to ${about}` : ''} failed`,
  test: () => 'Test of a message from Backup & Recovery',
};

const CALM: ReadonlySet<NoticeEvent> = new Set(['recovered', 'test']);

/** One line, without what would end a header of a mail or hide a part of the text. */
const line = (text: string): string =>
  text
    .replace(/[\p{Control}\p{Format}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 1_000);

export function composeNotice(
  notice: Notice,
  place: { id: string; site: string; siteUrl: string | null; at: Date; times: number },
): NoticeMessage {
  const site = line(place.site);
  const said = [notice.reason, notice.hint].flatMap((sentence) => (sentence ? [line(sentence)] : []));
  const again = place.times > 1 ? [`Told ${place.times} times so far.`] : [];
  return {
    id: place.id,
    event: notice.event,
    site,
    at: place.at.toISOString(),
    urgent: !CALM.has(notice.event),
    title: line(TITLES[notice.event](notice.about ?? '')),
    text: [...said, ...again].join('\n'),
    link: place.siteUrl && new URL(notice.path ?? '/admin/backups', place.siteUrl).toString(),
  };
}
