import { failure } from '../../kernel/app-error';
import { foreignContent } from './dump-damage';

/** PostgreSQL's names of single-byte encodings that TextDecoder knows under another one. */
const LABELS: Readonly<Record<string, string>> = {
  KOI8R: 'koi8-r',
  KOI8U: 'koi8-u',
  WIN1250: 'windows-1250',
  WIN1251: 'windows-1251',
  WIN1252: 'windows-1252',
  WIN1253: 'windows-1253',
  WIN1254: 'windows-1254',
  WIN1257: 'windows-1257',
  LATIN2: 'iso-8859-2',
  EUC_JP: 'euc-jp',
  EUC_KR: 'euc-kr',
};

/**
 * Reads the statements of a dump in its own encoding; they are sent as UTF8. The rows of COPY stay as they are, and the
 * server is told their encoding. A statement in SQL_ASCII is readable only where it is UTF8 by luck.
 * Throws UNSUPPORTED for an encoding that is not known here; the decoder throws CORRUPT for bytes that do not belong.
 */
export function statementDecoder(encoding: string): (bytes: Uint8Array) => string {
  if (encoding === 'LATIN1') return (bytes) => Buffer.from(bytes).toString('latin1');
  const label = encoding === 'UTF8' || encoding === 'SQL_ASCII' ? 'utf-8' : LABELS[encoding];
  if (!label) throw failure('UNSUPPORTED', `Dumps in the encoding ${encoding} cannot be loaded.`);
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (thrown) {
      throw foreignContent(`bytes that are not ${encoding}`, thrown);
    }
  };
}
