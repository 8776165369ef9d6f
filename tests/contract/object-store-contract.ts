import { afterEach, beforeEach, describe } from 'vitest';
import type { ObjectStore } from '@/lib/backup/storage/object-store';
import { interruptedPutContract } from './interrupted-put-contract';
import { listContract } from './list-contract';
import { memoryContract } from './memory-contract';
import { putGetContract } from './put-get-contract';
import type { MakeStore, StoreUnderTest } from './store-under-test';

export interface CurrentStore {
  store(): ObjectStore;
  elsewhere(): StoreUnderTest['elsewhere'];
}

/** Everything that the port promises, against one driver. Each test gets a store of its own. */
export function describeObjectStore(name: string, makeStore: MakeStore): void {
  describe(`object store: ${name}`, () => {
    let current: StoreUnderTest | null = null;
    const needed = (): StoreUnderTest => {
      if (current === null) throw new Error('The store is made before each test.');
      return current;
    };
    beforeEach(async () => {
      current = await makeStore();
    });
    afterEach(async () => {
      await current?.tearDown();
      current = null;
    });

    const access: CurrentStore = { store: () => needed().store, elsewhere: () => needed().elsewhere };
    putGetContract(access);
    listContract(access);
    interruptedPutContract(access);
    memoryContract(access);
  });
}
