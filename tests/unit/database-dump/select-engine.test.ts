import { expect, test } from 'vitest';
import { type NativeTool, newestTool, readToolVersion } from '@/lib/backup/database/dump/native-binaries';
import { selectEngine } from '@/lib/backup/database/dump/select-engine';

const tool = (version: string, name: NativeTool['name'] = 'pg_dump'): NativeTool => ({
  name,
  version,
  major: Number.parseInt(version, 10),
  path: `/opt/${version}/bin/${name}`,
});
const choose = async (input: Partial<Parameters<typeof selectEngine>[0]>) => {
  const selection = await selectEngine({ preference: 'auto', serverMajor: 17, tools: [], ...input });
  const { engine } = selection;
  return { ...selection, chosen: engine.ok ? `${engine.value.name} ${engine.value.version}` : engine.error.code };
};

test.each([
  ['auto', 15, ['15.4', '17.6', '16.1'], 'native 17.6'],
  ['auto', 17, ['15.4', '17.2', '17.10'], 'native 17.10'],
  ['auto', 18, ['15.4', '17.6'], 'wasm 18.3'],
  ['auto', 15, [], 'wasm 18.3'],
  ['auto', 19, ['18.1'], 'UNSUPPORTED'],
  ['wasm', 15, ['17.6'], 'wasm 18.3'],
  ['native', 18, ['17.6'], 'UNSUPPORTED'],
  ['native', 15, ['17.6'], 'native 17.6'],
  ['wasm', 19, ['19.1'], 'UNSUPPORTED'],
] as const)('%s for a server %i with %j: %s', async (preference, serverMajor, versions, expected) => {
  const tools = [...versions.map((version) => tool(version)), tool('19.0', 'pg_restore')];
  expect((await choose({ preference, serverMajor, tools })).chosen).toBe(expected);
});

test('the refusal names what was found, where, and what to install', async () => {
  const { engine, candidates } = await choose({ serverMajor: 19, tools: [tool('17.6')] });
  if (engine.ok) throw new Error('expected a refusal');
  expect(engine.error.message).toContain('pg_dump 17.6 (/opt/17.6/bin/pg_dump)');
  expect(engine.error.hint).toContain('postgresql-client-19');
  expect(candidates.map(({ name, fits }) => `${name} ${fits}`)).toEqual(['native false', 'wasm false']);
});

test('a package that is missing or changed is no candidate', async () => {
  const { chosen, candidates } = await choose({ wasmDirectory: '/nowhere' });
  expect(chosen).toBe('UNSUPPORTED');
  expect(candidates).toMatchObject([{ name: 'wasm', version: null, fits: false, location: '/nowhere' }]);
});

test.each([
  ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n', '15.18', 15],
  ['pg_restore (PostgreSQL) 18beta1', '18beta1', 18],
  ['pg_dump (PostgreSQL) 9.6.24', '9.6.24', 9],
])('reads %j', (output, version, major) => {
  expect(readToolVersion(output)).toEqual({ version, major });
});

test('of equal tools the first found wins', () => {
  const first = { ...tool('17.6'), path: '/first' };
  expect(newestTool([first, tool('17.6')], 'pg_dump', 15)?.path).toBe('/first');
  expect(newestTool([first], 'pg_dump', 18)).toBeNull();
});
