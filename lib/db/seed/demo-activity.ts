import { activityLogs, itemAuditLogs, newsletterSubscriptions, notifications, reports } from '../schema';
import { DEMO_ITEMS } from './demo-items';
import type { DemoPerson } from './demo-people';
import { ADMIN_ID } from './essential-rows';
import type { RowWriter } from './insert-rows';
import { DEMO_END, DEMO_START, TENANT_ID } from './seed-plan';
import { createRandom } from './seeded-random';

const ACTIONS = [
  'SIGN_IN',
  'SIGN_OUT',
  'SIGN_UP',
  'UPDATE_ACCOUNT',
  'UPDATE_PASSWORD',
  'CREATE_ITEM',
  'DELETE_ACCOUNT',
];
const LETTERS: [type: string, category: string, title: string, message: string][] = [
  ['comment_reply', 'social', 'New reply', 'Somebody answered your comment on “{name}”.'],
  ['item_approved', 'content', 'Approved', '{name} is now in the directory.'],
  ['item_rejected', 'content', 'Not yet', '{name} needs a working link before it can be listed.'],
  ['subscription_renewed', 'billing', 'Renewed', 'Your plan was renewed.'],
  ['system', 'system', 'Maintenance', 'The directory is read-only on Sunday, 02:00–02:10 UTC.'],
];

/** What the site writes about people and items while they use it. */
export async function writeActivity(writer: RowWriter, people: DemoPerson[]): Promise<void> {
  await writer.insert(activityLogs, activityRows(people));
  await writer.insert(notifications, notificationRows(people));
  await writer.insert(itemAuditLogs, auditRows());
  await writer.insert(reports, reportRows(people));
  await writer.insert(newsletterSubscriptions, newsletterRows(people));
}

function activityRows(people: DemoPerson[]) {
  const random = createRandom('activityLogs');
  const moments = Array.from({ length: 6_000 }, () => {
    const person = random.pickPopular(people);
    const network = random.chance(0.3)
      ? `2001:db8:${random.hex(4)}::${random.hex(3)}`
      : `198.51.100.${random.integer(1, 254)}`;
    return {
      userId: person.userId,
      clientId: random.chance(0.8) ? person.profileId : null,
      action: random.pickPopular(ACTIONS),
      timestamp: random.dateBetween(person.joined, DEMO_END),
      ipAddress: random.chance(0.95) ? network : null,
      tenantId: TENANT_ID,
    };
  });
  return moments.sort((left, right) => left.timestamp.getTime() - right.timestamp.getTime());
}

function notificationRows(people: DemoPerson[]) {
  const random = createRandom('notifications');
  return Array.from({ length: 3_500 }, () => {
    const person = random.pick(people);
    const [type, category, title, message] = random.pick(LETTERS);
    const item = random.pickPopular(DEMO_ITEMS);
    const createdAt = random.dateBetween(person.joined, DEMO_END);
    const readAt = random.chance(0.6) ? random.dateBetween(createdAt, DEMO_END) : null;
    return {
      id: random.uuid(),
      userId: person.userId,
      type,
      title,
      message: message.replace('{name}', item.name),
      data: category === 'content' ? JSON.stringify({ itemId: item.slug }) : null,
      isRead: readAt !== null,
      readAt,
      createdAt,
      updatedAt: readAt ?? createdAt,
      tenantId: TENANT_ID,
      priority: random.pickPopular(['normal', 'low', 'high']),
      category,
      actorId: category === 'social' ? random.pick(people).userId : null,
      groupKey: category === 'social' ? `comment:${item.slug}` : null,
      archivedAt: random.chance(0.1) ? DEMO_END : null,
      deliveredChannels: random.chance(0.5) ? ['in_app', 'email'] : ['in_app'],
    };
  });
}

function auditRows() {
  const random = createRandom('item_audit_logs');
  return Array.from({ length: 900 }, () => {
    const item = random.pick(DEMO_ITEMS);
    const action = random.pick(['created', 'updated', 'status_changed', 'reviewed']);
    const moved = action === 'status_changed';
    return {
      id: random.uuid(),
      itemId: item.slug,
      itemName: item.name,
      action,
      previousStatus: moved ? 'pending' : null,
      newStatus: moved ? random.pickPopular(['approved', 'rejected']) : null,
      changes: action === 'updated' ? { description: { old: '', new: item.summary } } : null,
      performedBy: random.chance(0.9) ? ADMIN_ID : null,
      performedByName: 'Site Admin',
      notes: random.chance(0.2) ? "Link checked by hand; it's fine." : null,
      metadata: random.chance(0.3) ? { source: 'admin', bulk: random.chance(0.2) } : null,
      createdAt: random.dateBetween(DEMO_START, DEMO_END),
      tenantId: TENANT_ID,
    };
  });
}

function reportRows(people: DemoPerson[]) {
  const random = createRandom('reports');
  return Array.from({ length: 120 }, () => {
    const reporter = random.pick(people);
    const createdAt = random.dateBetween(reporter.joined, DEMO_END);
    const resolvedAt = random.chance(0.7) ? random.dateBetween(createdAt, DEMO_END) : null;
    return {
      id: random.uuid(),
      contentType: 'item',
      contentId: random.pick(DEMO_ITEMS).slug,
      reason: random.pick(['spam', 'harassment', 'inappropriate', 'other']),
      details: random.chance(0.5) ? 'The link leads to another product, "Pro\\Plus".' : null,
      status: resolvedAt ? 'resolved' : 'pending',
      resolution: resolvedAt ? random.pick(['content_removed', 'no_action']) : null,
      reportedBy: reporter.profileId,
      reviewedBy: resolvedAt ? ADMIN_ID : null,
      reviewNote: resolvedAt ? 'Looked at and settled.' : null,
      createdAt,
      updatedAt: resolvedAt ?? createdAt,
      reviewedAt: resolvedAt,
      resolvedAt,
      tenantId: TENANT_ID,
    };
  });
}

function newsletterRows(people: DemoPerson[]) {
  const random = createRandom('newsletterSubscriptions');
  const readers = people.filter(() => random.chance(0.75));
  return readers.map((person) => {
    const left = random.chance(0.12) ? random.dateBetween(person.joined, DEMO_END) : null;
    return {
      id: random.uuid(),
      email: person.email,
      isActive: left === null,
      subscribedAt: person.joined,
      unsubscribedAt: left,
      lastEmailSent: random.dateBetween(person.joined, DEMO_END),
      source: random.pick(['footer', 'sign-up', 'popup']),
      tenantId: TENANT_ID,
    };
  });
}
