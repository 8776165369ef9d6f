import { authenticators, passwordResetTokens, sessions, verificationTokens } from '../schema';
import type { DemoPerson } from './demo-people';
import type { RowWriter } from './insert-rows';
import { DAY, DEMO_START, TENANT_ID } from './seed-plan';
import { createRandom } from './seeded-random';

/**
 * Open sessions and tokens, the rows that a restore must void. All of them ran out long ago: anybody can compute the
 * values of a demo.
 */
export async function writeSignIns(writer: RowWriter, people: DemoPerson[]): Promise<void> {
  const random = createRandom('sign-ins');
  const expires = () => random.dateBetween(DEMO_START, new Date(DEMO_START.getTime() + 30 * DAY));
  const some = (share: number) => people.filter(() => random.chance(share));
  await writer.insert(
    sessions,
    some(0.04).map(({ userId }) => ({ sessionToken: random.uuid(), userId, expires: expires(), tenantId: null })),
  );
  await writer.insert(
    verificationTokens,
    some(0.01).map(({ email }) => ({
      identifier: email,
      email,
      token: random.hex(64),
      expires: expires(),
      tenantId: null,
    })),
  );
  await writer.insert(
    passwordResetTokens,
    some(0.01).map(({ email }) => ({
      id: random.uuid(),
      email,
      token: random.hex(64),
      expires: expires(),
      tenantId: null,
    })),
  );
  await writer.insert(
    authenticators,
    some(0.02).map(({ userId }) => ({
      credentialID: random.hex(32),
      userId,
      providerAccountId: userId,
      credentialPublicKey: random.hex(154),
      counter: random.integer(0, 400),
      credentialDeviceType: random.chance(0.8) ? 'multiDevice' : 'singleDevice',
      credentialBackedUp: random.chance(0.8),
      transports: 'internal,hybrid',
      tenantId: TENANT_ID,
    })),
  );
}
