import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import type { RunbookRowView, RunbookStepView, RunbookView } from '../views';
import { RUNBOOK_STYLE } from './runbook-style';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** What a runbook says, apart from when it was written. */
export function runbookDigest({ madeAt: _, made: __, ...said }: RunbookView): string {
  return sha256Hex(canonicalJson(said));
}

/** The runbook as one file: no script, nothing from anywhere else, for screen and paper. Opens without a server. */
export function runbookHtml(view: RunbookView): string {
  const { title, lead, made, state, warnings, contacts, facts, needs, stepsHeading, steps, kit } = view;
  return [
    '<!doctype html>',
    `<html lang="${view.locale}" dir="${view.direction}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    // Nothing may be loaded or sent, whatever a reader's browser or an altered copy would like to.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="referrer" content="no-referrer">',
    `<meta name="made-at" content="${escaped(view.madeAt)}">`,
    `<meta name="says" content="${runbookDigest(view)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${RUNBOOK_STYLE}</style>`,
    '</head>',
    '<body><main>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead" data-state="${state}">${escaped(lead)}</p>`,
    `<p class="made">${escaped(made)}</p>`,
    ...(warnings.length > 0
      ? [`<ul class="warn">${warnings.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`]
      : []),
    heading(contacts.heading),
    contacts.none === null
      ? `<ul class="people">${contacts.people.map((person) => `<li><bdi>${escaped(person)}</bdi></li>`).join('')}</ul>`
      : `<p>${escaped(contacts.none)}</p>`,
    heading(facts.heading),
    rows(facts.rows),
    heading(needs.heading),
    `<p>${escaped(needs.text)}</p>`,
    rows(needs.rows, true),
    heading(stepsHeading),
    `<ol class="steps">${steps.map(step).join('\n')}</ol>`,
    ...(kit
      ? [
          `<section class="kit">${heading(kit.heading)}<p>${escaped(kit.text)}</p>`,
          ...kit.steps.map(
            (part) =>
              `<h3>${escaped(part.title)}</h3><pre data-kit tabindex="0">${escaped(part.commands.join('\n'))}</pre>`,
          ),
          '</section>',
        ]
      : []),
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

const heading = (text: string): string => `<h2>${escaped(text)}</h2>`;

function rows(all: readonly RunbookRowView[], codeNames = false): string {
  const row = ({ name, value, code }: RunbookRowView) => {
    const named = codeNames ? `<code dir="ltr">${escaped(name)}</code>` : escaped(name);
    const said = code ? `<code dir="ltr">${escaped(value)}</code>` : `<bdi>${escaped(value)}</bdi>`;
    return `<dt>${named}</dt><dd>${said}</dd>`;
  };
  return `<dl>${all.map(row).join('')}</dl>`;
}

function step({ number, title, text, notes, commands, time }: RunbookStepView): string {
  const typed =
    commands.length > 0 ? `<pre data-step="${number}" tabindex="0">${escaped(commands.join('\n'))}</pre>` : '';
  const more = notes.map((note) => `<p>${escaped(note)}</p>`).join('');
  const taken = time === null ? '' : `<span class="time">${escaped(time)}</span>`;
  return `<li><span class="no">${number}</span><div><div class="head"><h3>${escaped(title)}</h3>${taken}</div><p>${escaped(text)}</p>${more}${typed}</div></li>`;
}
