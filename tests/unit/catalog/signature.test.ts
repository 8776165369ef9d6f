import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSigner, type SignaturePurpose } from '@/lib/backup/catalog/signature';

const signer = createSigner(Buffer.alloc(32, 1));
const purposes: SignaturePurpose[] = ['manifest:v1', 'verification:v1', 'tombstone:v1'];
const signed = (body: object, purpose: SignaturePurpose = 'manifest:v1') => ({
  ...body,
  signature: signer.sign(purpose, body),
});

describe('createSigner', () => {
  it('accepts what it signed, whatever the order of the members', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== 'signature'),
          fc.jsonValue(),
        ),
        (body) => {
          const whole = signed(body);
          const reordered = Object.fromEntries(Object.entries(whole).reverse());
          expect(signer.verify('manifest:v1', whole)).toBe(true);
          expect(signer.verify('manifest:v1', JSON.parse(JSON.stringify(reordered)))).toBe(true);
        },
      ),
    );
  });

  it('accepts one kind of object as no other', () => {
    for (const made of purposes) {
      for (const read of purposes) expect(signer.verify(read, signed({ a: 1 }, made))).toBe(made === read);
    }
  });

  it('refuses other keys, changed bodies and odd signatures', () => {
    const whole = signed({ a: 1 });
    const { signature } = whole;
    const other = createSigner(Buffer.alloc(32, 2));
    expect(other.keyId).not.toBe(signer.keyId);
    expect(other.verify('manifest:v1', whole)).toBe(false);
    expect(signer.verify('manifest:v1', { ...whole, a: 2 })).toBe(false);
    expect(signer.verify('manifest:v1', { ...whole, b: null })).toBe(false);
    const odd = [undefined, null, '', {}, { ...signature, value: '' }, { ...signature, algorithm: 'none' }];
    const more = [
      { ...signature, keyId: 'x' },
      { ...signature, extra: 1 },
      { ...signature, value: 'f'.repeat(64) },
    ];
    for (const wrong of [...odd, ...more]) expect(signer.verify('manifest:v1', { a: 1, signature: wrong })).toBe(false);
  });

  it('keeps the key to itself and refuses a short one', () => {
    const hex = Buffer.alloc(32, 1).toString('hex');
    expect(signer.keyId).toMatch(/^[0-9a-f]{16}$/);
    expect(hex).not.toContain(signer.keyId);
    expect(() => createSigner(Buffer.alloc(16))).toThrow(RangeError);
  });
});
