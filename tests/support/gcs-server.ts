import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** See gcs-stand-in.ts. */
export interface GcsFault {
  method: string;
  path: string;
  status: number;
  times: number;
  carriedOut?: boolean;
  keep?: number;
}

export interface GcsService {
  endpoint: string;
  /** The next requests that match go wrong. */
  spoil(...faults: GcsFault[]): Promise<void>;
  stop(): void;
}

/** The stand-in in a process of its own, which ends with this one. */
export async function startGcsStandIn(): Promise<GcsService> {
  const script = fileURLToPath(new URL('./gcs-stand-in.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const endpoint = String((await once(child.stdout, 'data'))[0]).trim();
  return {
    endpoint,
    async spoil(...faults) {
      await fetch(`${endpoint}/faults`, { method: 'POST', body: JSON.stringify(faults) });
    },
    stop: () => child.stdin.end(),
  };
}
