'use client';

import type { CatalogCheckView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { Lead } from '../ui/lead';
import { Crumbs, Page } from '../ui/page';
import { StatusWord } from '../ui/status-word';
import { WideTable } from '../ui/wide-table';

type Place = CatalogCheckView['places'][number];

type Finding = Place['findings'][number];

const SIGNS = { missing: 'bad', damaged: 'bad', extra: 'warn', foreign: 'warn' } as const;

/** A copy that another process may be making: its manifest comes last. Changed bytes are no such thing. */
const isArriving = ({ arriving }: Place, { kind, backupId }: Finding): boolean =>
  backupId !== null && kind !== 'damaged' && arriving.includes(backupId);

const signOf = (place: Place, finding: Finding) => (isArriving(place, finding) ? 'warn' : SIGNS[finding.kind]);

/** Is everything in the stores what was signed, and nothing else? */
export function CatalogScreen({ check }: { check: CatalogCheckView }) {
  const format = useFormat();
  const { words } = format;
  const found = check.places.reduce((sum, { findings }) => sum + findings.length, 0);
  const isWorse = check.places.some((place) => place.findings.some((each) => signOf(place, each) === 'bad'));
  const objects = check.places.reduce((sum, place) => sum + place.objects, 0);
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[{ name: words('storage.nav'), href: '/admin/backups/storage' }]}
        here={words('protection.check.pageTitle')}
      />
      <Lead
        page="catalog-check"
        mark={check.sound ? 'safe' : isWorse ? 'bad' : 'warn'}
        sentence={check.sound ? words('protection.check.sound') : words('protection.check.found', { n: found })}
        reason={check.sound ? words('protection.check.soundWhy', { n: objects }) : words('protection.check.foundWhy')}
      />
      <div className="bk-places">
        {check.places.map((place) => (
          <PlaceSection key={place.name} place={place} format={format} />
        ))}
      </div>
    </Page>
  );
}

function PlaceSection({ place, format }: { place: Place; format: Format }) {
  const { words } = format;
  const name = place.name === 'primary' ? words('storage.primary') : place.name;
  return (
    <section aria-label={name}>
      <div className="bk-sec-h">
        <h2 className="bk-h2">
          <bdi>{name}</bdi>
        </h2>
        <span className="bk-3">
          {words('protection.check.place', { backups: place.backups, objects: place.objects })}
        </span>
      </div>
      {place.findings.length === 0 ? (
        <p className="bk-3">{words('protection.check.clean')}</p>
      ) : (
        <FindingTable place={place} name={name} format={format} />
      )}
      {place.unproven.length > 0 ? <Unproven place={place} format={format} /> : null}
    </section>
  );
}

function FindingTable({ place, name, format }: { place: Place; name: string; format: Format }) {
  const { words } = format;
  const caption = words('protection.check.caption', { name });
  return (
    <WideTable label={caption}>
      <table className="bk-t">
        <caption className="bk-sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words('protection.check.kind')}</th>
            <th scope="col">{words('protection.check.object')}</th>
          </tr>
        </thead>
        <tbody>
          {place.findings.map((finding) => {
            const { kind, key, reason } = finding;
            const arrives = isArriving(place, finding);
            return (
              <tr key={`${kind} ${key} ${reason}`}>
                <td>
                  <StatusWord sign={signOf(place, finding)}>
                    {words(`protection.check.${arrives ? 'arriving' : kind}`)}
                  </StatusWord>
                </td>
                <td>
                  <bdi className="bk-mono bk-breaks">{key}</bdi>
                  <span className="bk-why">{arrives ? words('protection.check.arrivingText') : reason}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </WideTable>
  );
}

function Unproven({ place, format }: { place: Place; format: Format }) {
  const { words } = format;
  return (
    <>
      <h3 className="bk-unproven-h">{words('protection.check.unproven')}</h3>
      <ul className="bk-unproven">
        {place.unproven.map(({ id, key, size, adoptedAt }) => (
          <li key={id}>
            <bdi className="bk-mono bk-breaks">{key}</bdi> <bdi>{format.bytes(size)}</bdi>
            <span className="bk-why">
              {adoptedAt ? words('protection.check.adopted') : words('protection.check.unprovenText', { id })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
