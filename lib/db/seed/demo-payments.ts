import { paymentAccounts, paymentProviders, subscriptionHistory, subscriptions } from '../schema';
import type { DemoPerson } from './demo-people';
import type { RowWriter } from './insert-rows';
import { DAY, DEMO_END, DEMO_START, TENANT_ID } from './seed-plan';
import { createRandom, type SeededRandom } from './seeded-random';

const PROVIDERS = ['stripe', 'lemonsqueezy', 'polar', 'solidgate'];
const CENTS: Record<string, number> = { standard: 1_000, premium: 2_000 };

/** Payment providers, and for everyone who pays an account, a subscription and what happened to it. */
export async function writePayments(writer: RowWriter, people: DemoPerson[]): Promise<void> {
  const random = createRandom('payments');
  await writer.insert(
    paymentProviders,
    PROVIDERS.map((name) => ({
      id: name,
      name,
      isActive: name !== 'solidgate',
      createdAt: DEMO_START,
      updatedAt: DEMO_START,
      tenantId: TENANT_ID,
    })),
  );
  const payers = people.filter((person) => person.paying).map((person) => draftPayer(random, person));
  await writer.insert(paymentAccounts, payers.map(accountRow));
  await writer.insert(subscriptions, payers.map(subscriptionRow));
  await writer.insert(subscriptionHistory, payers.flatMap(historyRows));
}

interface Payer {
  person: DemoPerson;
  provider: string;
  customer: string;
  subscription: string;
  plan: string;
  status: string;
  started: Date;
  cancelled: Date | null;
  random: SeededRandom;
}

function draftPayer(random: SeededRandom, person: DemoPerson): Payer {
  const started = random.dateBetween(person.joined, DEMO_END);
  const status = random.pickPopular(['active', 'active', 'cancelled', 'expired', 'pending', 'paused']);
  const ended = status === 'cancelled' || status === 'expired';
  return {
    person,
    provider: random.pickPopular(PROVIDERS.slice(0, 3)),
    customer: `cus_demo${random.hex(14)}`,
    subscription: random.uuid(),
    plan: random.chance(0.7) ? 'standard' : 'premium',
    status,
    started,
    cancelled: ended ? random.dateBetween(started, DEMO_END) : null,
    random,
  };
}

function accountRow({ person, provider, customer, started, random }: Payer) {
  return {
    id: random.uuid(),
    userId: person.userId,
    providerId: provider,
    customerId: customer,
    accountId: random.chance(0.2) ? `acct_demo${random.hex(10)}` : null,
    lastUsed: random.dateBetween(started, DEMO_END),
    createdAt: started,
    updatedAt: started,
    tenantId: TENANT_ID,
  };
}

function subscriptionRow({
  person,
  provider,
  customer,
  subscription,
  plan,
  status,
  started,
  cancelled,
  random,
}: Payer) {
  const yearly = random.chance(0.25);
  const amount = (CENTS[plan] ?? 0) * (yearly ? 10 : 1);
  const renewing = status === 'active' && random.chance(0.9);
  return {
    id: subscription,
    userId: person.userId,
    planId: plan,
    status,
    startDate: started,
    endDate: cancelled ?? new Date(started.getTime() + (yearly ? 365 : 30) * DAY),
    paymentProvider: provider,
    subscriptionId: `sub_demo${random.hex(14)}`,
    invoiceId: `in_demo${random.hex(14)}`,
    amountDue: amount,
    amountPaid: status === 'pending' ? 0 : amount,
    priceId: `price_${plan}_${yearly ? 'year' : 'month'}`,
    customerId: customer,
    currency: random.pickPopular(['usd', 'eur', 'gbp']),
    amount,
    interval: yearly ? 'year' : 'month',
    intervalCount: 1,
    cancelledAt: status === 'cancelled' ? cancelled : null,
    cancelAtPeriodEnd: status === 'active' && !renewing,
    cancelReason: status === 'cancelled' ? random.pick(['too_expensive', 'missing_feature', "didn't need it"]) : null,
    hostedInvoiceUrl: `https://billing.example.com/${random.hex(10)}?locale=auto`,
    metadata: JSON.stringify({ campaign: random.pick(['spring', 'launch', 'été']), seats: random.integer(1, 5) }),
    createdAt: started,
    updatedAt: cancelled ?? started,
    autoRenewal: renewing,
    renewalReminderSent: random.chance(0.4),
    lastRenewalAttempt: random.chance(0.3) ? random.dateBetween(started, DEMO_END) : null,
    failedPaymentCount: random.pickPopular([0, 0, 0, 1, 2]),
    tenantId: TENANT_ID,
  };
}

function historyRows({ subscription, plan, status, started, cancelled, random }: Payer) {
  const step = (action: string, from: string | null, to: string, createdAt: Date) => ({
    id: random.uuid(),
    subscriptionId: subscription,
    action,
    previousStatus: from,
    newStatus: to,
    previousPlan: from === null ? 'free' : plan,
    newPlan: plan,
    reason: action === 'cancelled' ? 'Asked for by the customer' : null,
    metadata: random.chance(0.2) ? JSON.stringify({ via: 'webhook' }) : null,
    createdAt,
    tenantId: TENANT_ID,
  });
  const steps = [step('created', null, 'pending', started)];
  if (status === 'pending') return steps;
  steps.push(step('activated', 'pending', 'active', new Date(started.getTime() + random.integer(5, 300) * 1_000)));
  if (random.chance(0.5))
    steps.push(step('renewed', 'active', 'active', random.dateBetween(started, cancelled ?? DEMO_END)));
  if (status !== 'active')
    steps.push(step(status, 'active', status, cancelled ?? random.dateBetween(started, DEMO_END)));
  return steps;
}
