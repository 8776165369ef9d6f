'use client';

import { Printer, ShieldAlert } from 'lucide-react';
import type { RecoveryKitView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { Crumbs, Page } from '../ui/page';
import { PageHeading } from '../ui/page-heading';

/** What a recovery needs and the commands for it, to be printed and kept: it must be readable when nothing runs. */
export function KitScreen({ kit }: { kit: RecoveryKitView }) {
  const format = useFormat();
  const { words } = format;
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[{ name: words('storage.nav'), href: '/admin/backups/storage' }]}
        here={words('protection.kit.pageTitle')}
      />
      <article className="bk-kit">
        <header className="bk-sec-h">
          <PageHeading of="kit">{words('protection.kit.title', { site: kit.site })}</PageHeading>
          <Button className="bk-no-print" onClick={() => window.print()}>
            <Printer size={16} strokeWidth={1.75} aria-hidden="true" />
            {words('protection.kit.print')}
          </Button>
        </header>
        <p>{words('protection.kit.made', { when: format.full(kit.madeAt), version: kit.appVersion })}</p>
        <h2 className="bk-h2">{words('protection.kit.need')}</h2>
        <Needs kit={kit} format={format} />
        <h2 className="bk-h2">{words('protection.kit.do')}</h2>
        <p>
          {kit.backup
            ? words('protection.kit.newest', {
                id: kit.backup.id,
                when: format.full(kit.backup.createdAt),
                place: kit.backup.place,
              })
            : words('protection.kit.none')}
        </p>
        {kit.backup?.onServer ? (
          <Note tone="warn" icon={ShieldAlert} title={words('protection.kit.onServer.title')}>
            {words('protection.kit.onServer.text')}
          </Note>
        ) : null}
        <ol>
          {kit.steps.map(({ key, commands }) => (
            <li key={key}>
              {words(`protection.kit.step.${key}`)}
              <pre dir="ltr">{commands.join('\n')}</pre>
            </li>
          ))}
        </ol>
      </article>
    </Page>
  );
}

/** A line to be filled in by hand. */
function Kept({ label }: { label: string }) {
  return (
    <span className="bk-kept">
      {label} <i aria-hidden="true" />
    </span>
  );
}

/** A key that was changed opens none of the backups that came before or after it. */
function KeyUse({ use, format }: { use: RecoveryKitView['keys'][number]; format: Format }) {
  const { words } = format;
  const { current, opens, opensShown } = use;
  return (
    <p>
      {opens
        ? words('protection.kit.opens', {
            n: opens.backups,
            from: format.full(opens.from),
            to: format.full(opens.to),
          })
        : words('protection.kit.opensNone')}{' '}
      {words(current ? 'protection.kit.newOnes' : 'protection.kit.noNewOnes')}{' '}
      {opensShown ? <strong>{words('protection.kit.opensShown')}</strong> : null}
    </p>
  );
}

function Needs({ kit, format }: { kit: RecoveryKitView; format: Format }) {
  const { words } = format;
  const mono = (text: string) => <bdi className="bk-mono bk-block">{text}</bdi>;
  return (
    <ol>
      <li>
        {words('protection.kit.place')}
        {kit.places.map(({ name, address }) => (
          <div key={name}>
            {mono(`${name}: ${address}`)}
            <Kept label={words('protection.kit.credentials')} />
          </div>
        ))}
      </li>
      <li>
        {words(kit.keys.length > 0 ? 'protection.kit.key' : 'protection.kit.noKey')}
        {kit.keys.map((key) => (
          <div key={key.recipient}>
            {mono(key.recipient)}
            <KeyUse use={key} format={format} />
            <Kept label={words('protection.kit.kept')} />
          </div>
        ))}
      </li>
      <li>
        {words('protection.kit.signing', { name: kit.signing.source, id: kit.signing.keyId })}
        <Kept label={words('protection.kit.kept')} />
      </li>
      <li>
        {words('protection.kit.programs', { major: String(kit.postgresMajor) })}
        {kit.script ? (
          <div>
            {words('protection.kit.script', { key: kit.script.key })}
            {mono(kit.script.sha256)}
          </div>
        ) : null}
      </li>
    </ol>
  );
}
