/**
 * Whether this server could open a stored file: it is not encrypted, or a private key that is set here fits; none is
 * set, the one that is set cannot be read, or it fits none of the keys that the file was encrypted to. `damaged`: the
 * file is gone or does not begin as it should.
 */
export type Opening = 'plain' | 'open' | 'no-identity' | 'other-identity' | 'bad-identity' | 'damaged';

/**
 * `sound`: encrypted, and another private key is kept elsewhere. `no-identity`: encrypted, but nothing can be proven by
 * restore on this server. `only-key-here`: every private key is on this server and is lost with it. `plain`: not
 * encrypted, and nothing leaves the server. `plain-off-site`: not encrypted, and it does.
 */
export type EncryptionVerdict =
  | 'sound'
  | 'no-identity'
  | 'only-key-here'
  | 'other-identity'
  | 'unreadable-identity'
  | 'plain'
  | 'plain-off-site';

export interface EncryptionView {
  verdict: EncryptionVerdict;
  /** Public keys of new backups; `held`: their private key is on this server, tried out. */
  recipients: { recipient: string; held: boolean }[];
  identity: 'none' | 'set' | 'unreadable';
}

export interface KeyCheckView {
  recipients: { recipient: string; held: boolean }[];
  /** Whether the newest encrypted backup begins to open with these keys; null where there is none. */
  newest: { id: string; createdAt: string; opens: boolean } | null;
}

export type RecoveryStepKey = 'fetch' | 'check' | 'decrypt' | 'unpack' | 'database' | 'content' | 'software';

/** What the private key of a public key is good for. */
export interface KitKeyView {
  recipient: string;
  /** New backups are encrypted to it. */
  current: boolean;
  /** Backups that are encrypted to it, with the times of the oldest and the newest one; null where there is none. */
  opens: { backups: number; from: string; to: string } | null;
  /** It opens the backup that the commands are written for. */
  opensShown: boolean;
}

/** A printed page for the day on which nothing of this software is left. Holds no secret. */
export interface RecoveryKitView {
  site: string;
  slug: string;
  madeAt: string;
  appVersion: string;
  /** The primary store first. */
  places: { name: string; description: string; address: string }[];
  /** Those of new backups first. Empty where nothing is encrypted. */
  keys: KitKeyView[];
  signing: { source: 'BACKUP_SIGNING_KEY' | 'AUTH_SECRET'; keyId: string };
  /** The backup that the commands are written for; null where there is none yet. */
  backup: {
    id: string;
    createdAt: string;
    /** Name of the place that they read from. */
    place: string;
    /** That place is a folder of this server, and may be lost with it. */
    onServer: boolean;
    folder: string;
    file: string;
    sha256: string;
    encrypted: boolean;
  } | null;
  postgresMajor: number;
  script: { key: string; sha256: string } | null;
  /** Shell commands, to be run in an empty folder, in this order. */
  steps: { key: RecoveryStepKey; commands: string[] }[];
}
