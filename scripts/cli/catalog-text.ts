import { type CatalogCheckView, formatBytes, type RebuiltCatalogView } from '@/lib/backup';

const OPENING: Record<RebuiltCatalogView['backups'][number]['opening'], string> = {
  plain: 'not encrypted',
  open: 'encrypted, the key here opens it',
  'no-identity': 'ENCRYPTED, NO PRIVATE KEY HERE',
  'other-identity': 'ENCRYPTED TO OTHER KEYS',
  'bad-identity': 'encrypted, the key here cannot be read',
  damaged: 'DATA FILE MISSING OR DAMAGED',
};

const unprovenLine = ({ id, size, adoptedAt }: RebuiltCatalogView['unproven'][number]): string =>
  `? ${id}  ${formatBytes(size).padStart(9)}  UNPROVEN: its manifest is gone${adoptedAt ? '' : `. To keep it: catalog adopt ${id}`}`;

const arrivingLine = ({ id, size }: RebuiltCatalogView['unproven'][number]): string =>
  `… ${id}  ${formatBytes(size).padStart(9)}  UNFINISHED COPY: its manifest comes last, where it is still being made`;

/** Whether anything says that it is not what was stored; a key that is not here does not. */
const isWhole = ({ proof, opening, faults }: RebuiltCatalogView['backups'][number]): boolean =>
  proof !== 'damaged' && opening !== 'damaged' && faults.length === 0;

export function rebuiltText({ site, place, backups, damaged, unproven, otherSites }: RebuiltCatalogView): string {
  const lines = backups.flatMap((backup) => {
    const { id, createdAt, scope, size, proof, opening, faults } = backup;
    return [
      `${isWhole(backup) ? '✓' : '✗'} ${id}  ${createdAt.slice(0, 19)}Z  ${scope.padEnd(6)} ${formatBytes(size).padStart(9)}  ${proof.padEnd(9)} ${OPENING[opening]}`,
      ...faults.map((fault) => `  ${fault}`),
    ];
  });
  const broken = damaged.map(({ id, reason }) => `✗ ${id}  ${reason}`);
  const head = `${backups.length} recovery points of ${site} in ${place.description}`;
  const others = otherSites.map((name) => `This store holds backups of “${name}”: set BACKUP_SITE=${name}`);
  const newest = backups.find(isWhole);
  const next = newest ? ['', `To look at a restore: npm run -s backup -- restore ${newest.id} --plan`] : [];
  return [head, ...lines, ...broken, ...unproven.map(unprovenLine), ...others, ...next].join('\n');
}

export function checkText({ deep, places }: CatalogCheckView): string {
  return places
    .flatMap(({ name, description, backups, objects, findings, unproven, arriving }) => [
      `${name}: ${backups} backups, ${objects} objects in ${description}; ${deep ? 'every byte read' : 'sizes compared'}`,
      ...findings.map(({ kind, key, reason }) => `  ${kind.padEnd(8)} ${key}\n           ${reason}`),
      ...unproven.map((file) => (arriving.includes(file.id) ? `  ${arrivingLine(file)}` : `  ${unprovenLine(file)}`)),
      findings.length === 0 ? '  ✓ nothing missing, extra, damaged or foreign' : `  ${findings.length} found`,
    ])
    .join('\n');
}
