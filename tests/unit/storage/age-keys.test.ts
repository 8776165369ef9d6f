import { describe, expect, it } from 'vitest';
import { parseIdentities, parseRecipients } from '@/lib/backup/storage/encryption/age-keys';
import { decodeBech32 } from '@/lib/backup/storage/encryption/bech32';
import { OFFICE, OWNER } from '@/tests/support/age-keys';

const errorOf = (result: ReturnType<typeof parseRecipients>) => (result.ok ? null : result.error);

describe('recipients', () => {
  it('are separated by spaces, lines or commas, each once', () => {
    const text = ` ${OWNER.recipient}\n${OFFICE.recipient},${OWNER.recipient} `;
    expect(parseRecipients(text)).toEqual({ ok: true, value: [OWNER.recipient, OFFICE.recipient] });
    expect(parseRecipients(' ')).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['a letter off', `${OWNER.recipient.slice(0, -1)}3`],
    ['too short', OWNER.recipient.slice(0, 40)],
    ['capitals', OWNER.recipient.toUpperCase()],
    ['another kind', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxPRJWfBNg'],
    ['two letters exchanged', OWNER.recipient.replace('t9e', '9te')],
  ])('are refused: %s', (_, text) => {
    expect(errorOf(parseRecipients(text))?.code).toBe('INVALID_INPUT');
  });

  it('never repeat a private key that was put in their place', () => {
    const said = JSON.stringify(errorOf(parseRecipients(OWNER.identity)));
    expect(said).toContain('private key');
    expect(said).not.toContain(OWNER.identity.slice(16, 24));
  });
});

describe('identities', () => {
  it('are read as age writes them, with comments', () => {
    const file = `# created: 2026-11-24\n# public key: ${OWNER.recipient}\n${OWNER.identity}\r\n\n${OFFICE.identity}\n`;
    expect(parseIdentities(file)).toEqual({ ok: true, value: [OWNER.identity, OFFICE.identity] });
  });

  it.each(['', '# nothing', OWNER.recipient, `${OWNER.identity}A`, `${OWNER.identity}\nsomething else`])(
    'are refused without being repeated: %#',
    (text) => {
      const said = JSON.stringify(parseIdentities(text));
      expect(said).toContain('INVALID_INPUT');
      expect(said).not.toContain(OWNER.identity.slice(16, 24));
    },
  );
});

describe('Bech32', () => {
  it('takes the vectors of its standard and refuses what the standard refuses', () => {
    for (const text of ['A12UEL5L', 'a12uel5l', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw']) {
      if (text.length > 10) expect(decodeBech32(text)?.prefix).toBe('abcdef');
    }
    for (const text of [
      '',
      '1',
      'pzry9x0s0muk',
      'x1b4n0q5v',
      'li1dgmt3',
      'A1G7SGD8',
      '10a06t8',
      '1qzzfhee',
      'a12UEL5L',
    ]) {
      expect(decodeBech32(text), text).toBeNull();
    }
  });
});
