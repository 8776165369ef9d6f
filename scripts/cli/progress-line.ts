import type { WriteStream } from 'node:tty';
import { formatBytes, type PhaseKey, type RunView } from '@/lib/backup';

const PHASE_WORDS: Record<PhaseKey, string> = {
  check: 'Checking before starting',
  snapshot: 'Holding one moment of the database',
  dump: 'Dumping tables',
  store: 'Storing the file',
  fingerprint: 'Fingerprinting tables',
  context: 'Noting content, settings, migrations and seed',
  readback: 'Reading the file back',
  sign: 'Signing the manifest',
  restore: 'Restoring into a scratch database',
  safety: 'Taking a safety copy',
  load: 'Loading the backup beside the live database',
  compare: 'Comparing every table with the backup',
  migrate: 'Running migrations',
  prepare: 'Preparing for visitors',
  swap: 'Swapping the databases',
  content: 'Bringing the content back',
};
const BAR = 24;

function sentence({ phases, progress }: RunView): string {
  const running = phases.find(({ state }) => state === 'running');
  const words = running ? PHASE_WORDS[running.key] : 'Starting';
  if (!progress) return words;
  const tables = progress.tablesTotal ? ` ${progress.tablesDone} of ${progress.tablesTotal} tables` : '';
  const rate = progress.bytesPerSecond ? ` · ${formatBytes(progress.bytesPerSecond)}/s` : '';
  return `${words}${tables} · ${formatBytes(progress.bytes)}${rate}`;
}

function bar({ progress }: RunView): string {
  if (!progress?.tablesTotal) return '';
  const filled = Math.round((progress.tablesDone / progress.tablesTotal) * BAR);
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR - filled)}] `;
}

/** One line that is rewritten on a terminal; elsewhere a line for each phase, also for one that was over between two looks. */
export function createProgressLine(stream: WriteStream | NodeJS.WritableStream) {
  const terminal = 'isTTY' in stream && stream.isTTY;
  const told = new Set<PhaseKey>();
  let migrations = 0;
  return {
    show(run: RunView | null) {
      if (!run) return;
      // Which migration runs is worth a line of its own; it stays when the line is rewritten.
      const lines = run.kind === 'migrate' ? (run.phases.find(({ key }) => key === 'migrate')?.log ?? []) : [];
      for (const { text } of lines.slice(migrations)) this.note(text);
      migrations = lines.length;
      if (terminal) stream.write(`\r\u001b[2K${bar(run)}${sentence(run)}`);
      if (terminal) return;
      for (const { key, state } of run.phases) {
        if (state === 'waiting' || told.has(key)) continue;
        told.add(key);
        stream.write(`${PHASE_WORDS[key]}\n`);
      }
    },
    note(text: string) {
      stream.write(terminal ? `\r\u001b[2K${text}\n` : `${text}\n`);
    },
    clear() {
      if (terminal) stream.write('\r\u001b[2K');
    },
  };
}
