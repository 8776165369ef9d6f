'use client';

import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReadinessCheckView, ReadinessView, SignOffItem, SignOffView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { Link } from '../ui/link';
import { findingWords } from './finding-words';
import type { ReadinessActions } from './readiness-actions';
import { SignOffActs } from './sign-off-acts';
import { whereToGo } from './where-to-go';

const SIGNS = {
  ready: { icon: CircleCheck, tone: 'bk-ok' },
  open: { icon: CircleX, tone: 'bk-bad' },
  unknown: { icon: CircleDashed, tone: 'bk-warn' },
} as const;

interface CheckItemProps {
  check: ReadinessCheckView;
  /** What a sign-off of it would vouch for. */
  names: string[];
  actions: ReadinessActions;
}

/** One point of the list: what keeps it open, each with its next step, and what speaks for it. */
export function CheckItem({ check, names, actions }: CheckItemProps) {
  const format = useFormat();
  const { words } = format;
  const { item, state, signOff } = check;
  const { icon: Icon, tone } = SIGNS[state];
  return (
    <li className="bk-rd" data-state={state}>
      <Icon className={tone} size={18} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h3>
          {words(`readiness.item.${item}`)}
          <span className="bk-rd-s">{words(`readiness.state.${state}`)}</span>
        </h3>
        <Findings check={check} format={format} />
        {signOff?.state === 'valid' ? <Word signOff={signOff} format={format} /> : null}
      </div>
      {signOff ? <SignOffActs item={item as SignOffItem} signOff={signOff} names={names} actions={actions} /> : null}
    </li>
  );
}

function Findings({ check: { item, open, good }, format }: { check: ReadinessCheckView; format: Format }) {
  return (
    <ul>
      {open.map((finding) => {
        const { href, link } = whereToGo(item, finding);
        const key = finding.code + Object.values(finding.facts).join();
        return (
          <li key={key}>
            <bdi>{findingWords('found', finding, format)}</bdi>{' '}
            <span className="bk-2">{findingWords('do', finding, format)}</span>{' '}
            <Link className="bk-link" href={href} prefetch={false}>
              {format.words(`readiness.link.${link}`)}
            </Link>
          </li>
        );
      })}
      {good.map((finding) => (
        <li className="bk-3" key={finding.code + Object.values(finding.facts).join()}>
          <bdi>{findingWords('good', finding, format)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Word({ signOff, format }: { signOff: SignOffView; format: Format }) {
  const { words } = format;
  return (
    <p className="bk-3">
      {signOff.expiresAt ? words('readiness.signOff.holds', { at: format.date(signOff.expiresAt) }) : null}{' '}
      {signOff.note ? <bdi>{words('readiness.signOff.note', { note: signOff.note })}</bdi> : null}
    </p>
  );
}

/** What a sign-off of this item would vouch for, from what the page shows. */
export function vouchedNames({ checks, variables }: ReadinessView, item: ReadinessCheckView['item']): string[] {
  if (item === 'secrets') return variables.flatMap(({ name, set, secret }) => (set && secret ? [name] : []));
  const providers = checks.find((check) => check.item === item)?.good.find(({ code }) => code === 'providers-set');
  return typeof providers?.facts.names === 'string' ? providers.facts.names.split(', ') : [];
}
