/** What an attacker, or a person in a hurry, puts where a path, a commit, a name or a date is asked for. */
export const INPUTS: readonly string[] = [
  ...['', ' ', '\0', '\n', '-', '--', '-h', '--help', '-c', '-C/', '--all', '--stdin', '--follow', '--not', '@', '.'],
  ...[
    '--output=pwned',
    '--output=/tmp/pwned',
    '-opwned',
    '--ext-diff',
    '--textconv',
    '--no-index',
    '--upload-pack=touch pwned',
  ],
  ...[
    '--exec=touch pwned',
    '-u',
    '--git-dir=/',
    '--work-tree=/',
    '--exec-path=.',
    '--config-env=a=b',
    '--show-signature',
  ],
  ...['--open-files-in-pager=touch pwned', '--paginate', '--pathspec-from-file=/etc/passwd', '--contents=/etc/passwd'],
  ...[
    '/etc/passwd',
    '../../../../etc/passwd',
    '..',
    '../secret.txt',
    'data/../../secret.txt',
    'link/passwd',
    'link-dir/x',
  ],
  ...[
    'file:///etc/passwd',
    '\\\\host\\share',
    'C:\\Windows',
    '~/.ssh/id_rsa',
    '$HOME',
    '`touch pwned`',
    '$(touch pwned)',
  ],
  ...[';touch pwned', '|touch pwned', '&touch pwned', '>pwned', '"', "'", '\\', '%00', '%2e%2e%2f', '..%2f', '....//'],
  ...['.git', '.git/config', '.GIT/HEAD', '.git/../.git/config', 'git~1/config', '.git./config', '.g\u200dit/config'],
  ...[':/', ':(top)', ':(exclude)x', ':(glob)**', ':(attr:evil)', ':!x', ':^x', '*', '**', '?', '[', 'data/*', '{a,b}'],
  ...[
    'HEAD',
    'main',
    'HEAD~1',
    'HEAD^{tree}',
    'HEAD:x',
    'HEAD..HEAD',
    '^HEAD',
    '@{u}',
    '@{-1}',
    'refs/heads/main',
    'FETCH_HEAD',
  ],
  ...['ext::sh -c touch% pwned', 'data/one.yml\0--output=pwned', 'data/one.yml\n--output=pwned', 'x'.repeat(5000)],
  ...[
    '\u202egpj.exe',
    '<img src=x onerror=alert(1)>',
    '{{7*7}}',
    '#{7*7}',
    '__proto__',
    'constructor',
    '\udc80',
    '\ud800',
  ],
  ...[
    '0'.repeat(40),
    'f'.repeat(40),
    '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    'A'.repeat(40),
    `${'0'.repeat(40)}-1`,
    '-1',
    '1e9',
  ],
];

/**
 * Whether this input is tried in this place, both by number. Each input is tried in every third place and each place with
 * every third input; `HOSTILE_INPUTS=all` tries all in all, which takes minutes.
 */
export const isTried = (input: number, place: number): boolean =>
  process.env.HOSTILE_INPUTS === 'all' || (input + place) % 3 === 0;
