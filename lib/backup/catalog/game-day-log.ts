import { AppFailure, failure } from '../kernel/app-error';
import { isId } from '../kernel/ids';
import type { ObjectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { writeOnce } from './commit-manifest';
import { type GameDay, gameDaySchema, type UnsignedGameDay, unsignedGameDaySchema } from './game-day';
import { loadBytes } from './load-bytes';
import { mapBounded } from './map-bounded';
import type { Signer } from './signature';
import { deepFreeze, isAuthentic, parseObject, toSignedBytes } from './signed-json';

const AT_ONCE = 8;

/** Rehearsals that ended, kept with the backups: no lost database takes them along. All errors are AppFailure. */
export interface GameDayLog {
  /** False where this game day has its record already: the first one stays. */
  write(record: UnsignedGameDay): Promise<boolean>;
  /** Null where it has none. CORRUPT where it was changed after it was signed, or signed with another key. */
  read(id: string): Promise<GameDay | null>;
  /** Newest first. `damaged`: ids whose record was changed after it was signed, or signed with another key. */
  list(): Promise<{ records: GameDay[]; damaged: string[] }>;
}

interface Place {
  store: ObjectStore;
  signer: Signer;
  keys: ObjectKeys;
}

export function createGameDayLog(place: Place): GameDayLog {
  const { store, signer, keys } = place;
  return {
    async write(unsigned) {
      const parsed = unsignedGameDaySchema.safeParse(unsigned);
      if (!parsed.success)
        throw failure('INTERNAL', 'The record of the game day is malformed.', { cause: parsed.error });
      try {
        await writeOnce(store, keys.gameDayKey(unsigned.id), toSignedBytes(signer, 'game-day:v1', parsed.data));
        return true;
      } catch (thrown) {
        if (thrown instanceof AppFailure && thrown.error.code === 'CONFLICT') return false;
        throw thrown;
      }
    },

    async read(id) {
      const record = await readGameDay(place, keys.gameDayKey(id));
      if (record !== null) return record === 'absent' ? null : record;
      throw failure('CORRUPT', 'The record of this game day was changed after it was written.', {
        hint: 'Do not rely on it: rehearse again, and keep the new record.',
      });
    },

    async list() {
      const ids: string[] = [];
      for await (const { key } of store.list(keys.gameDaysPrefix)) {
        const id = key.slice(keys.gameDaysPrefix.length, -'.json'.length);
        if (isId(id) && key === keys.gameDayKey(id)) ids.push(id);
      }
      ids.sort().reverse();
      const read = await mapBounded(ids, AT_ONCE, (id) => readGameDay(place, keys.gameDayKey(id)));
      return {
        records: read.filter((record) => record !== null && record !== 'absent'),
        damaged: ids.filter((_, index) => read[index] === null),
      };
    },
  };
}

/** Null where it is not, byte for byte, what was signed for this place. */
export async function readGameDay({ store, signer, keys }: Place, key: string): Promise<GameDay | null | 'absent'> {
  const bytes = await loadBytes(store, key);
  if (bytes === 'absent') return 'absent';
  const parsed = typeof bytes === 'string' ? null : gameDaySchema.safeParse(parseObject(bytes));
  if (typeof bytes === 'string' || !parsed?.success) return null;
  const genuine = keys.gameDayKey(parsed.data.id) === key && isAuthentic(signer, 'game-day:v1', parsed.data, bytes);
  return genuine ? deepFreeze(parsed.data) : null;
}
