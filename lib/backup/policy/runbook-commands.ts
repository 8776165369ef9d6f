import type { RunbookSetup } from '../views';
import { quoted } from './recovery-steps';
import type { RunbookFacts } from './runbook-facts';

const CLI = 'npm run -s backup --';
const NODE_IMAGE = 'node:22-bookworm';

/** Asks for what is not set yet; typed values are neither shown nor kept in the history of the shell. */
const ask = (names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [
        `for name in ${names.join(' ')}; do`,
        `  [ -n "\${!name:-}" ] || read -r -s -p "$name: " "$name"; export "$name"`,
        'done',
      ];

function machine({ setup, application, needed, backups, places }: RunbookFacts): string[] {
  const source = application.remote === null ? 'ADDRESS-OF-THE-APPLICATION' : quoted(application.remote);
  const clone = `git clone -q ${source} site && cd site`;
  if (setup === 'docker') {
    const folders = places.flatMap(({ directory }) => directory ?? []);
    const mounted = ['"$PWD":/site', ...folders.map((folder) => quoted(`${folder}:${folder}`))];
    const given = [...mounted.map((folder) => `-v ${folder}`), '-w /site', ...needed.map((name) => `-e ${name}`)];
    const major = backups?.chosen?.format === 'custom' ? backups.chosen.postgresMajor : null;
    return [
      clone,
      ...ask(needed),
      `docker run --rm -it --network host ${given.join(' ')} ${NODE_IMAGE} bash`,
      ...(major === null
        ? []
        : [
            'apt-get update -q && apt-get install -yq postgresql-common',
            '/usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y',
            `apt-get install -yq postgresql-client-${major}`,
          ]),
      'npm ci',
    ];
  }
  if (setup === 'vercel') {
    return [clone, 'npm ci', 'npx vercel link', 'npx vercel env pull .env.local --environment=production'];
  }
  return [clone, 'npm ci'];
}

const settings = ({ exports, needed }: RunbookFacts): string[] => [
  ...exports.map(({ name, value }) => `export ${name}=${quoted(value)}`),
  ...ask(needed),
];

const PAUSE = (act: 'pause' | 'unpause') =>
  `printf 'Authorization: Bearer %s' "$VERCEL_TOKEN" | curl -fsS -X POST -H @- "https://api.vercel.com/v1/projects/$VERCEL_PROJECT_ID/${act}"`;

const STOP: Readonly<Record<RunbookSetup, string[]>> = {
  server: ['# systemd: sudo systemctl stop SERVICE', '# pm2:     pm2 stop all'],
  managed: ['# systemd: sudo systemctl stop SERVICE', '# pm2:     pm2 stop all'],
  docker: ['# on the machine itself: docker compose stop app'],
  vercel: [...ask(['VERCEL_TOKEN', 'VERCEL_PROJECT_ID']), PAUSE('pause')],
};

const DEPLOY: Readonly<Record<RunbookSetup, string[]>> = {
  server: ['npm run -s build', 'nohup npm start > site.log 2>&1 &'],
  managed: ['npm run -s build', 'nohup npm start > site.log 2>&1 &'],
  docker: ['exit', 'docker compose up -d --build app'],
  vercel: ['npx vercel deploy --prod', PAUSE('unpause')],
};

function choose({ backups }: RunbookFacts): string[] {
  const [chosen, newer] = [backups?.chosen, backups?.newer];
  return [
    `${CLI} catalog rebuild`,
    `${CLI} catalog check`,
    `${CLI} list`,
    ...(newer ? [`# newer, not yet proven by a restore: ${newer.id}`] : []),
    `BACKUP=${chosen?.id ?? 'latest'}`,
    ...(chosen ? [`${CLI} show "$BACKUP"`] : []),
  ];
}

/** `npm run content:clone` where the remote has the commit; else out of the backup. */
export const comesFromRemote = ({ content, backups }: RunbookFacts): boolean =>
  content.remote !== null && (backups?.chosen?.content?.pushed !== false || !backups.chosen.bundle);

function getContent(facts: RunbookFacts): string[] {
  const fromBackup = `${CLI} content restore --all --backup "$BACKUP"`;
  const chosen = facts.backups?.chosen;
  const isKept = chosen === null || chosen === undefined || chosen.bundle;
  if (!comesFromRemote(facts)) return isKept ? [fromBackup] : [];
  const head = chosen?.content?.head;
  return [
    'npm run -s content:clone',
    ...(head ? [`git -C "\${CONTENT_PATH:-.content}" cat-file -e ${head}^{commit}`] : []),
    ...(isKept ? [`# where the remote is gone too: ${fromBackup}`] : []),
  ];
}

function configure({ setup, exports, needed, others }: RunbookFacts): string[] {
  const names = [...exports.map(({ name }) => name), ...needed, ...others];
  if (setup === 'vercel') {
    return ['npx vercel env rm DATABASE_URL production -y', 'npx vercel env add DATABASE_URL production'];
  }
  return [
    ...ask(others),
    '(',
    '  umask 077',
    `  for name in ${names.join(' ')}; do`,
    `    [ -z "\${!name:-}" ] || printf "%s='%s'\\n" "$name" "\${!name}"`,
    '  done > .env.local',
    ')',
  ];
}

function verify({ setup, address }: RunbookFacts): string[] {
  const place = setup === 'server' || setup === 'managed' || address === null ? null : quoted(address);
  const base = place ?? `"http://localhost:\${PORT:-3000}"`;
  const asked = `curl -fsS --retry 60 --retry-delay 1 --retry-all-errors ${base}/api/health/database`;
  return setup === 'docker' ? [asked] : [asked, `${CLI} doctor`];
}

/** What to type for each step, by its number; everything in one bash session that begins in an empty folder. */
export function runbookCommands(facts: RunbookFacts): string[][] {
  return [
    [...machine(facts), ...settings(facts)],
    [`${CLI} doctor`],
    STOP[facts.setup],
    choose(facts),
    [`${CLI} restore "$BACKUP" --live --confirm ${quoted(facts.site)}`],
    getContent(facts),
    ['npm run -s db:migrate:cli || [ $? -eq 3 ]'],
    [`${CLI} seed`],
    configure(facts),
    DEPLOY[facts.setup],
    verify(facts),
  ];
}
