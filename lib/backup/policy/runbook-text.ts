import type { RunbookView } from '../views';

/** The runbook as plain text, for a terminal. */
export function runbookText(view: RunbookView): string {
  const { contacts, facts, needs } = view;
  const pairs = (rows: readonly { name: string; value: string }[]) =>
    rows.map(({ name, value }) => `  ${name}: ${value}`);
  return [
    view.title,
    view.lead,
    view.made,
    ...view.warnings.map((warning) => `! ${warning}`),
    '',
    contacts.heading,
    ...(contacts.none ? [`  ${contacts.none}`] : contacts.people.map((person) => `  ${person}`)),
    '',
    facts.heading,
    ...pairs(facts.rows),
    '',
    needs.heading,
    `  ${needs.text}`,
    ...pairs(needs.rows),
    '',
    view.stepsHeading,
    ...view.steps.flatMap(({ number, title, text, notes, commands, time }) => [
      '',
      `${number}. ${title}${time === null ? '' : ` (${time})`}`,
      ...[text, ...notes].map((line) => `   ${line}`),
      ...commands.map((command) => `     ${command}`),
    ]),
  ].join('\n');
}
