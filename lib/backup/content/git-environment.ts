import { devNull } from 'node:os';
import path from 'node:path';

/** Settings that win over whatever the repository's own configuration says: nothing in it may start a program. */
const FIXED_SETTINGS: readonly (readonly [key: string, value: string])[] = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['protocol.allow', 'never'],
  ['protocol.ext.allow', 'never'],
  ['log.showSignature', 'false'],
  ['core.quotePath', 'false'],
];

/**
 * The whole environment of a git process: no variable of the application, no configuration of the system or a user,
 * no prompt, no lock for reading, no network. Naming the git directory keeps git from walking up into a repository
 * around the content folder, and from a working tree that the configuration points elsewhere.
 */
export function gitEnvironment(options: {
  root: string | null;
  pathVariable: string;
  settings: readonly (readonly [key: string, value: string])[];
}): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: options.pathVariable,
    HOME: devNull,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
  if (options.root) {
    environment.GIT_DIR = path.join(options.root, '.git');
    environment.GIT_WORK_TREE = options.root;
    environment.GIT_CEILING_DIRECTORIES = path.dirname(options.root);
  }
  // By variables rather than -c: a key may then hold any character, an equals sign too.
  const settings = [...FIXED_SETTINGS, ...options.settings];
  environment.GIT_CONFIG_COUNT = String(settings.length);
  for (const [index, [key, value]] of settings.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
