import { accounts, clientProfiles, userRoles, users } from '../schema';
import { CULTURES, type Culture } from './demo-cultures';
import { CLIENT_ROLE_ID } from './essential-rows';
import type { RowWriter } from './insert-rows';
import { DAY, DEMO_END, DEMO_START, TENANT_ID } from './seed-plan';
import { createRandom, type SeededRandom } from './seeded-random';

const PEOPLE = 1_200;
/** The template's demo password, hashed once for all: to hash it for each would take two minutes. */
const DEMO_PASSWORD_HASH = '$2b$10$Q7pqgBKcvaYq1.rsVtveL./1ZhOqYIZl9WRdVfkZDMCVotjsBfe4S';
const JOBS = ['Developer', 'Data analyst', 'Product manager', 'Founder', 'Designer', 'Researcher', 'Librarian', 'SRE'];
const INDUSTRIES = ['Software', 'Education', 'Health', 'Finance', 'Media', 'Public sector', 'Retail'];
const SKILLS = ['TypeScript', 'SQL', 'Python', 'Rust', 'UX', 'Écriture', '統計', 'DevOps', 'Prompting', 'C++'];
const COLOURS = ['#0f766e', '#1d4ed8', '#9333ea', '#be123c', '#b45309', '#334155'];

export interface DemoPerson {
  userId: string;
  profileId: string;
  name: string;
  email: string;
  joined: Date;
  paying: boolean;
}

/** Users, their accounts and profiles, more of them each month. */
export async function writePeople(writer: RowWriter): Promise<DemoPerson[]> {
  const random = createRandom('people');
  const drafts = Array.from({ length: PEOPLE }, (_, index) => draftPerson(random, index));
  await writer.insert(users, drafts.map(userRow));
  await writer.insert(clientProfiles, drafts.map(profileRow));
  await writer.insert(accounts, drafts.map(accountRow));
  await writer.insert(
    userRoles,
    drafts.map(({ userId, joined }) => ({ userId, roleId: CLIENT_ROLE_ID, createdAt: joined, tenantId: TENANT_ID })),
  );
  return drafts;
}

interface Draft extends DemoPerson {
  culture: Culture;
  handle: string;
  provider: string;
  verified: boolean;
  random: SeededRandom;
}

function draftPerson(random: SeededRandom, index: number): Draft {
  const culture = random.pick(CULTURES);
  const given = random.integer(0, culture.given.length - 1);
  const family = random.integer(0, culture.family.length - 1);
  const familyFirst = ['ja', 'zh', 'ko', 'vi'].includes(culture.language);
  const parts = [culture.given[given] ?? '', culture.family[family] ?? ''];
  const spelled = culture.latin ?? culture;
  const handle = `${plain(spelled.given[given] ?? '')}.${plain(spelled.family[family] ?? '')}${index + 1}`;
  const share = ((index + random.fraction()) / PEOPLE) ** 0.6;
  return {
    userId: random.uuid(),
    profileId: random.uuid(),
    name: (familyFirst ? parts.reverse() : parts).join(' '),
    email: `${handle}@example.${random.pick(['com', 'org', 'net'])}`,
    joined: new Date(DEMO_START.getTime() + Math.floor(share * (DEMO_END.getTime() - DEMO_START.getTime() - DAY))),
    paying: random.chance(0.35),
    culture,
    handle,
    provider: random.pickPopular(['credentials', 'github', 'google', 'facebook', 'twitter']),
    verified: random.chance(0.86),
    random,
  };
}

function userRow({ userId, email, joined, provider, verified, random }: Draft) {
  const gone = random.chance(0.02);
  return {
    id: userId,
    email,
    image: random.chance(0.4) ? `https://avatars.example.com/${userId}.webp` : null,
    emailVerified: verified ? new Date(joined.getTime() + random.integer(1, 180) * 60_000) : null,
    passwordHash: provider === 'credentials' ? DEMO_PASSWORD_HASH : null,
    createdAt: joined,
    updatedAt: random.dateBetween(joined, DEMO_END),
    deletedAt: gone ? random.dateBetween(joined, DEMO_END) : null,
    // As in a site that began before it knew of tenants.
    tenantId: joined.getTime() < DEMO_START.getTime() + 60 * DAY ? null : TENANT_ID,
    deactivatedAt: !gone && random.chance(0.015) ? random.dateBetween(joined, DEMO_END) : null,
  };
}

function accountRow({ userId, email, provider, random }: Draft) {
  const social = provider !== 'credentials';
  return {
    userId,
    type: social ? 'oauth' : 'credentials',
    provider,
    providerAccountId: social ? String(random.integer(10_000_000, 99_999_999)) : userId,
    email,
    passwordHash: social ? null : DEMO_PASSWORD_HASH,
    token_type: social ? 'bearer' : null,
    scope: provider === 'github' ? 'read:user user:email' : null,
    tenantId: TENANT_ID,
  };
}

function profileRow({ userId, profileId, name, email, handle, joined, paying, culture, verified, random }: Draft) {
  const job = random.pick(JOBS);
  return {
    id: profileId,
    userId,
    email,
    name,
    displayName: random.chance(0.3) ? `${name} ✦` : name,
    username: handle,
    bio: random.chance(0.6) ? `${job}, ${culture.city}.\nCollects tools that explain themselves.` : null,
    jobTitle: job,
    company: random.chance(0.5) ? `${random.pick(['Blue', 'North', 'Öko', 'Ever', 'Nova'])} & Co.` : null,
    industry: random.pick(INDUSTRIES),
    website: random.chance(0.25)
      ? `https://${plain(handle)}.example.com/?ref=directory&lang=${culture.language}`
      : null,
    location: culture.city,
    accountType: random.chance(0.15) ? 'business' : 'individual',
    status: random.pickPopular(['active', 'active', 'active', 'inactive', 'suspended']),
    plan: paying ? random.pick(['standard', 'premium']) : 'free',
    timezone: culture.timezone,
    language: culture.language,
    twoFactorEnabled: random.chance(0.12),
    emailVerified: verified,
    totalSubmissions: random.chance(0.3) ? random.integer(1, 9) : 0,
    createdAt: joined,
    updatedAt: random.dateBetween(joined, DEMO_END),
    warningCount: random.chance(0.04) ? random.integer(1, 3) : 0,
    country: culture.country,
    currency: culture.currency,
    defaultLatitude: culture.latitude,
    defaultLongitude: culture.longitude,
    defaultCity: culture.city,
    defaultCountry: culture.country,
    locationPrivacy: random.pick(['private', 'city', 'exact']),
    tenantId: TENANT_ID,
    interests: random.chance(0.5) ? `${random.pick(SKILLS)}, ${random.pick(SKILLS)}` : null,
    skills: random.chance(0.5) ? [random.pick(SKILLS), random.pick(SKILLS)] : null,
    coverColor: random.pick(COLOURS),
    profileVisibility: random.chance(0.9) ? 'public' : 'private',
  };
}

/** Letters of an address: without marks, and with the Latin letters that carry none replaced. */
function plain(text: string): string {
  const letters: Record<string, string> = { ł: 'l', đ: 'd', ı: 'i', ß: 'ss', ø: 'o' };
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[łđıßø]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^a-z0-9]/g, '');
}
