import { tmpdir } from 'node:os';
import { type AppError, appError } from '../kernel/app-error';
import { callGit } from './git-cli';
import { gitEnvironment } from './git-environment';

const OLDEST = { major: 2, minor: 38 };
const SILENCE_MS = 15_000;

const probes = new Map<string, Promise<AppError | null>>();

/**
 * Null where git is here and new enough, else UNSUPPORTED with the reason. Looked up once; a missing git is looked for
 * again, as it may have been installed since.
 */
export async function probeGit(pathVariable: string): Promise<AppError | null> {
  const known = probes.get(pathVariable) ?? readVersion(pathVariable);
  probes.set(pathVariable, known);
  const problem = await known;
  if (problem) probes.delete(pathVariable);
  return problem;
}

async function readVersion(pathVariable: string): Promise<AppError | null> {
  const unavailable = (why: string) =>
    appError('UNSUPPORTED', `Content history is unavailable here: ${why}`, {
      hint: `Install Git ${OLDEST.major}.${OLDEST.minor} or newer on this server. Database backups work without it.`,
    });
  const environment = gitEnvironment({ root: null, pathVariable, settings: [], workTree: false, protocol: null });
  const answer = await callGit({ baseDir: tmpdir(), environment, command: ['version'], silenceMs: SILENCE_MS });
  const said = answer.code === 0 ? answer.stdout.toString('latin1') : '';
  const [, text, major, minor] = /((\d+)\.(\d+)\S*)/.exec(said) ?? [];
  if (!text) return unavailable('Git is not installed.');
  const isNewEnough = Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
  return isNewEnough ? null : unavailable(`Git ${text} is too old.`);
}
