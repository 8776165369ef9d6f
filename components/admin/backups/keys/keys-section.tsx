'use client';

import { KeyRound, ShieldAlert } from 'lucide-react';
import type { EncryptionView } from '../contract';
import { useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { Note } from '../ui/note';
import { StatusWord } from '../ui/status-word';
import { WideTable } from '../ui/wide-table';

const TONES: Record<EncryptionView['verdict'], 'ok' | 'plain' | 'warn' | 'bad'> = {
  sound: 'ok',
  plain: 'plain',
  'no-identity': 'warn',
  'other-identity': 'warn',
  'only-key-here': 'bad',
  'unreadable-identity': 'bad',
  'plain-off-site': 'bad',
};

/** To which keys backups are encrypted, what is wrong with that, and the ways to a kit and to a check of what is stored. */
export function KeysSection({ encryption }: { encryption: EncryptionView }) {
  const { words } = useFormat();
  const { verdict, recipients } = encryption;
  const tone = TONES[verdict];
  return (
    <section className="bk-key-sec" aria-labelledby="bk-key-list">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-key-list">
          {words('protection.keys.heading')}
        </h2>
        <Link className="bk-link" href="/admin/backups/storage/kit" prefetch={false}>
          {words('protection.keys.kit')}
        </Link>
        <Link className="bk-link" href="/admin/backups/storage/check" prefetch={false}>
          {words('protection.keys.check')}
        </Link>
      </div>
      <Note
        tone={tone}
        icon={tone === 'ok' || tone === 'plain' ? KeyRound : ShieldAlert}
        title={words(`protection.verdict.${verdict}.title`)}
      >
        {words(`protection.verdict.${verdict}.text`)}
      </Note>
      {recipients.length > 0 ? <RecipientTable recipients={recipients} /> : null}
      <KeyCommands />
    </section>
  );
}

function RecipientTable({ recipients }: Pick<EncryptionView, 'recipients'>) {
  const { words } = useFormat();
  return (
    <WideTable label={words('protection.keys.caption')}>
      <table className="bk-t">
        <caption className="bk-sr">{words('protection.keys.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('protection.keys.recipient')}</th>
            <th scope="col">{words('protection.keys.where')}</th>
          </tr>
        </thead>
        <tbody>
          {recipients.map(({ recipient, held }) => (
            <tr key={recipient}>
              <td>
                <bdi className="bk-mono bk-breaks">{recipient}</bdi>
              </td>
              <td>
                <StatusWord sign={held ? 'acc' : 'mute'}>
                  {words(held ? 'protection.keys.here' : 'protection.keys.elsewhere')}
                </StatusWord>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** Private keys never pass through a browser: they are made and tried in a terminal. */
function KeyCommands() {
  const { words } = useFormat();
  return (
    <dl className="bk-commands">
      <dt>{words('protection.keys.make')}</dt>
      <dd>
        <bdi className="bk-mono" dir="ltr">
          npm run -s backup -- keys new key.txt
        </bdi>
      </dd>
      <dt>{words('protection.keys.try')}</dt>
      <dd>
        <bdi className="bk-mono" dir="ltr">
          npm run -s backup -- keys check --identity key.txt
        </bdi>
      </dd>
    </dl>
  );
}
