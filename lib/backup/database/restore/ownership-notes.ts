import type { OwnershipKind } from './ownership';

const MOST_NOTES = 20;
const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
const objects = (count: number) => counted(count, 'object', 'objects');
const privileges = (count: number) => counted(count, 'grant or revocation', 'grants or revocations');

type Sentence = (count: number) => string;

/** Gathers what could not be given, and tells it as a few sentences for an admin: one for each role and reason. */
export class OwnershipNotes {
  #counts = new Map<string, { count: number; sentence: Sentence }>();

  roleAbsent(kind: OwnershipKind, role: string): void {
    this.#add(`absent ${kind} ${role}`, (count) =>
      kind === 'owner'
        ? `The role ${role} does not exist on this server: ${objects(count)} that it owned stayed with the role that restored.`
        : `The role ${role} does not exist on this server: ${privileges(count)} that name it were left out.`,
    );
  }

  /** `role`: the owner that could not be given an object. */
  notAllowed(kind: OwnershipKind, role: string | null): void {
    this.#add(`refused ${kind} ${role ?? ''}`, (count) => {
      if (kind === 'owner') {
        return `The role that restored may not give objects to ${role}: ${objects(count)} stayed with it.`;
      }
      return kind === 'privilege'
        ? `The role that restored may not change some privileges: ${privileges(count)} had no effect.`
        : `The server's own descriptions of ${counted(count, 'extension', 'extensions')} were kept.`;
    });
  }

  /** A grant that somebody other than the owner had made. */
  otherGrantor(): void {
    this.#add(
      'grantor',
      (count) => `Of ${privileges(count)} somebody else than the owner was the author; now it is the owner.`,
    );
  }

  sentences(): string[] {
    const all = [...this.#counts.values()].map(({ count, sentence }) => sentence(count));
    const more = all.length - MOST_NOTES;
    return more > 0 ? [...all.slice(0, MOST_NOTES), `${more} more of this kind.`] : all;
  }

  #add(key: string, sentence: Sentence): void {
    const entry = this.#counts.get(key) ?? { count: 0, sentence };
    entry.count += 1;
    this.#counts.set(key, entry);
  }
}
