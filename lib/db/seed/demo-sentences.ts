import type { SeededRandom } from './seeded-random';

const OPENINGS = [
  'We have run {name} for a month now.',
  '{name} replaced three scripts of ours.',
  'Tried {name} on a Friday evening; it was up before dinner.',
  'I wanted to like {name}.',
  "Honestly? {name} is the first server that didn't need a README twice.",
  'Nous utilisons {name} tous les jours, et l’équipe en redemande.',
  'Seit zwei Wochen läuft {name} bei uns – ganz ohne Ärger.',
  'Usamos {name} en producción desde enero.',
  '{name}を半年使っています。',
  '我們團隊每天都在用 {name}。',
  'نستخدم {name} منذ شهر ونحن راضون عنه.',
  'Користуємося {name} щодня.',
  '{name} तीन महीने से चल रहा है।',
  '{name} 덕분에 회의가 줄었습니다.',
];

const DETAILS = [
  'The answer names its sources, which is what sold me.',
  'It says "I don\'t know" when it does not know, and that is rare.',
  'Memory stays under 80 MB, CPU under 3%.',
  'On Windows the path C:\\Users\\me\\data had to be escaped as C:\\\\Users.',
  'The config is two lines:\n\n  "command": "npx",\n  "args": ["-y"]\n',
  'It broke once after an update; the maintainer answered within the hour.',
  'Setup took 5 minutes, 4 of them waiting for a token…',
  'Permissions are per tool, so I sleep better.',
  "Its error messages don't just say 'failed', they say what to do next.",
  'Works with self-signed certificates\tif you set the variable.',
  'La documentación es clara y «honesta».',
  'Funktioniert auch mit Umlauten: Größe, Übung, Straße.',
  'Le rapport qualité/effort est imbattable.',
  'エラーメッセージが「次に何をすべきか」まで教えてくれます。',
  'التوثيق واضح، والدعم سريع.',
];

const CLOSINGS = [
  'Recommended.',
  'Four stars until dark mode lands 🌗',
  '10/10, would install again 🚀',
  'Not for beginners; everybody else: go.',
  "It's $0 and worth more.",
  'Merci !',
  'Danke & weiter so.',
  '¡Gracias!',
  'おすすめです。',
  'Thanks; keep going — 100%.',
  '',
];

/** A comment about an item: several languages and scripts, quotes, backslashes, tabs and line breaks. */
export function writeSentence(random: SeededRandom, name: string): string {
  const details = random.chance(0.3) ? [random.pick(DETAILS), random.pick(DETAILS)] : [random.pick(DETAILS)];
  return [random.pick(OPENINGS).replace('{name}', name), ...details, random.pick(CLOSINGS)].join(' ').trim();
}
