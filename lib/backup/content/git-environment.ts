import { devNull } from 'node:os';
import path from 'node:path';

export type GitSettings = readonly (readonly [key: string, value: string])[];

/** Settings that win over whatever the repository's own configuration says: nothing in it may start a program. */
const FIXED_SETTINGS: GitSettings = [
  ['core.hooksPath', devNull],
  // Names that some file system takes for .git are refused on every one: a content folder may be copied.
  ['core.protectHFS', 'true'],
  ['core.protectNTFS', 'true'],
  ['core.fsmonitor', 'false'],
  // A colon is the shell's way to do nothing: git would run what the repository names here.
  ['core.alternateRefsCommand', ':'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.gpgSign', 'false'],
  ['commit.gpgSign', 'false'],
  ['http.sslVerify', 'true'],
  ['log.showSignature', 'false'],
  ['log.showRoot', 'true'],
  ['log.follow', 'false'],
  ['log.mailmap', 'false'],
  ['diff.orderFile', devNull],
  ['diff.suppressBlankEmpty', 'false'],
  ['diff.submodule', 'short'],
  ['core.attributesFile', devNull],
  ['core.excludesFile', devNull],
  ['core.quotePath', 'false'],
  ['core.logAllRefUpdates', 'true'],
];

/** Keys under -F of a user's own SSH settings may start programs (ProxyCommand), so none are read. */
const SSH = `ssh -F ${devNull} -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=10`;

export interface EnvironmentOptions {
  root: string | null;
  pathVariable: string;
  settings: GitSettings;
  /** False: git knows objects and refs only. No file of the working tree is looked at, nor an attribute in it. */
  workTree: boolean;
  /** The one protocol that may be spoken; null: no network. */
  protocol: string | null;
  /** Variables of one command: a temporary index, names of author and committer. */
  extra?: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a git process: no variable of the application, no configuration of the system or a user,
 * no prompt, no lock for reading, no network unless a protocol is named. Naming the git directory keeps git from
 * walking up into a repository around the content folder, and from a working tree that the configuration points elsewhere.
 */
export function gitEnvironment(options: EnvironmentOptions): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: options.pathVariable,
    HOME: devNull,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: options.protocol ?? 'none',
    GIT_ASKPASS: '',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_SSH_COMMAND: SSH,
    GIT_SSH_VARIANT: 'ssh',
    GIT_TERMINAL_PROMPT: '0',
    ...options.extra,
  };
  const protocols = options.protocol ? [[`protocol.${options.protocol}.allow`, 'always'] as const] : [];
  const settings = [
    ...FIXED_SETTINGS,
    ['protocol.allow', 'never'] as const,
    ['protocol.ext.allow', 'never'] as const,
    ...protocols,
    ...options.settings,
    ...(options.workTree ? [] : [['core.bare', 'true'] as const]),
  ];
  if (options.root) {
    environment.GIT_DIR = path.join(options.root, '.git');
    environment.GIT_CEILING_DIRECTORIES = path.dirname(options.root);
    if (options.workTree) environment.GIT_WORK_TREE = options.root;
    else environment.GIT_IMPLICIT_WORK_TREE = '0';
  }
  // By variables rather than -c: a key may then hold any character, an equals sign too.
  environment.GIT_CONFIG_COUNT = String(settings.length);
  for (const [index, [key, value]] of settings.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
