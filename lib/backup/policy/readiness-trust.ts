import type { HostEnvironment } from '../host.types';
import type { Result } from '../kernel/result';
import type { SignOffView, VariableView } from '../views';
import { type ItemVerdict, listed, silent, told } from './readiness-finding';

export type SignedOff = Result<SignOffView>;

/** What somebody's word adds to what is open. */
function vouched(signOff: SignedOff): ItemVerdict {
  if (!signOff.ok) return silent('sign-off-unknown', signOff.error.message);
  const { state, at, by, expiresAt, uncovered } = signOff.value;
  if (state === 'valid') return { open: [], good: [told('signed-off', { by: by ?? '', at: at ?? '' })] };
  if (state === 'none') return { open: [told('not-signed-off')], good: [] };
  if (state === 'expired') return { open: [told('sign-off-expired', { at: expiresAt ?? '', by: by ?? '' })], good: [] };
  if (state === 'revoked') return { open: [told('sign-off-revoked', { at: at ?? '', by: by ?? '' })], good: [] };
  return { open: [told('sign-off-outgrown', { names: listed(uncovered) })], good: [] };
}

/** Are the variables complete, and does somebody vouch that their values are kept elsewhere? */
export function judgeSecrets(variables: readonly VariableView[], signOff: SignedOff): ItemVerdict {
  const names = (state: VariableView['state']) =>
    variables.filter((one) => one.state === state).map(({ name }) => name);
  const open = [
    ...names('missing').map((name) => told('variable-missing', { name })),
    ...names('unknown').map((name) => told('variable-unknown', { name })),
  ];
  const word = vouched(signOff);
  const complete = told('variables-set', { n: variables.filter(({ set }) => set).length });
  return {
    open: [...open, ...word.open],
    good: [...(open.length === 0 ? [complete] : []), ...word.good],
    unknown: open.length === 0 && word.unknown === true,
  };
}

/** Providers of which every variable is set, and those of which only some are. */
export function signInProviders(host: HostEnvironment | null, set: readonly string[]) {
  const there = new Set(set);
  const counted = (host?.signIn ?? []).map(({ name, variables }) => ({
    name,
    missing: variables.filter((variable) => !there.has(variable)),
    some: variables.some((variable) => there.has(variable)),
  }));
  return {
    complete: counted.filter(({ missing }) => missing.length === 0).map(({ name }) => name),
    half: counted.filter(({ missing, some }) => some && missing.length > 0),
  };
}

/** Are the ways to sign in through others set up whole, and noted elsewhere? */
export function judgeSignIn(host: HostEnvironment | null, set: readonly string[], signOff: SignedOff): ItemVerdict {
  const { complete, half } = signInProviders(host, set);
  const open = half.map(({ name, missing }) => told('provider-half', { name, names: listed(missing) }));
  if (host !== null && complete.length === 0) return { open, good: open.length > 0 ? [] : [told('no-providers')] };
  const word = vouched(signOff);
  const good = complete.length > 0 ? [told('providers-set', { names: complete.join(', ') })] : [];
  return {
    open: [...open, ...word.open],
    good: [...good, ...word.good],
    unknown: open.length === 0 && word.unknown === true,
  };
}
