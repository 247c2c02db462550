import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { CannotOpen, DataKey } from './seal.ts';
import type { Personal, Sealed } from './sealed.ts';
import { isSealed } from './sealed.ts';

const person = '11111111-1111-8111-8111-111111111111';
const another = '22222222-2222-8222-8222-222222222222';
const commandId = '33333333-3333-8333-8333-333333333333';
const secret = new Uint8Array(32).fill(7);
const key = new DataKey(secret);
const name = { km: 'ជា សុគន្ធា', en: 'Chea Sokunthea' };
const context = { person, field: 'name', commandId };
const bytesOf = ({ sealed }: Sealed): Buffer => Buffer.from(sealed, 'base64url');
const personal = fc.jsonValue() as fc.Arbitrary<Personal>;

describe('a sealed field', () => {
  it('is what these bytes are, for ever: events hold them', () => {
    expect(key.seal(name, context)).toEqual({ person, sealed: VECTORS.name, v: 1 });
    expect(key.seal('1988-04-13', { person, field: 'dateOfBirth', commandId })).toEqual({ person, sealed: VECTORS.dateOfBirth, v: 1 });
    expect(key.open({ person, sealed: VECTORS.name, v: 1 }, 'name')).toEqual(name);
  });

  it('is AES-256-GCM with a synthetic nonce, as anybody can make it who holds the key', () => {
    const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `caseledger seal v1 ${purpose}`, 32));
    const plaintext = Buffer.from('"1988-04-13"'.padEnd(32));
    const nonce = createHmac('sha256', derive('nonce'))
      .update(JSON.stringify([commandId, 'dateOfBirth']))
      .update(plaintext)
      .digest()
      .subarray(0, 12);
    const cipher = createCipheriv('aes-256-gcm', derive('encryption'), nonce);
    cipher.setAAD(Buffer.from(JSON.stringify(['caseledger sealed field', 1, person, 'dateOfBirth'])));
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    expect(sealed).toBe(VECTORS.dateOfBirth);
  });

  it('opens to what was sealed, whatever that is', () =>
    fc.assert(
      fc.property(personal, fc.string(), fc.uuid(), (value, field, command) => {
        const sealed = key.seal(value, { person, field, commandId: command });
        expect(isSealed(JSON.parse(JSON.stringify(sealed)))).toBe(true);
        expect(key.open(sealed, field)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it('is the same for a retry of its command, also one written in another order', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), personal), (value) => {
        const otherOrder = Object.fromEntries(Object.entries(value).toReversed());
        expect(key.seal(otherOrder, context)).toEqual(key.seal(value, context));
      }),
    ));

  it('has a nonce of its own for every plaintext, field and command: the same one comes back with the same bytes only', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: personal, field: fc.constantFrom('name', 'alias'), commandId: fc.constantFrom('a', 'b') }), {
          minLength: 2,
        }),
        (messages) => {
          const byNonce = new Map<string, string>();
          for (const { value, ...rest } of messages) {
            const bytes = bytesOf(key.seal(value, { person, ...rest }));
            const nonce = bytes.toString('hex', 0, 12);
            const message = JSON.stringify([
              new DataKey(secret).open({ person, sealed: bytes.toString('base64url'), v: 1 }, rest.field),
              rest,
            ]);
            expect(byNonce.get(nonce) ?? message).toBe(message);
            byNonce.set(nonce, message);
          }
        },
      ),
    ));

  it('is no other under another command, so that nobody sees that two persons, cases or corrections say the same', () => {
    const again = key.seal(name, { ...context, commandId: another });
    expect(bytesOf(again).includes(bytesOf(key.seal(name, context)).subarray(12, 28))).toBe(false);
  });

  it('tells of a short text not even how long it is', () => {
    const length = (value: Personal): number => bytesOf(key.seal(value, context)).length;
    expect(new Set(['KH', 'LA', 'Ung', 'Sok Chanthavy', '1988-04-13'].map(length))).toEqual(new Set([12 + 32 + 16]));
  });

  it('does not open under another name, for another person, or with another key', () => {
    const sealed = key.seal(name, context);
    expect(() => key.open(sealed, 'alias')).toThrow(CannotOpen);
    expect(() => key.open({ ...sealed, person: another }, 'name')).toThrow(CannotOpen);
    expect(() => new DataKey(new Uint8Array(32).fill(8)).open(sealed, 'name')).toThrow(CannotOpen);
  });

  it('does not open when one bit of it was changed, anywhere, or when it was cut short or spelt another way', () => {
    const sealed = key.seal(name, context);
    const bytes = bytesOf(sealed);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => key.open({ ...sealed, sealed: changed.toString('base64url') }, 'name')).toThrow(CannotOpen);
    }
    for (let length = 0; length < bytes.length; length++)
      expect(() => key.open({ ...sealed, sealed: bytes.toString('base64url', 0, length) }, 'name')).toThrow(CannotOpen);
    expect(() => key.open({ ...sealed, sealed: `${sealed.sealed}=` }, 'name')).toThrow(CannotOpen);
  });

  it('says nothing of what is in it when it does not open', () => {
    const sealed = { ...key.seal(name, context), person: another };
    try {
      key.open(sealed, 'name');
      expect('opened').toBe('refused');
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain('Sokunthea');
      expect(error).toMatchObject({ person: another, field: 'name' });
    }
  });
});

describe('what is sealed', () => {
  it('is told from what is not by its shape', () => {
    const sealed = key.seal(name, context);
    for (const other of [null, 'text', 7, [], {}, { ...sealed, v: 2 }, { ...sealed, more: 1 }, { ...sealed, sealed: 7 }, { person, v: 1 }])
      expect(isSealed(other)).toBe(false);
  });
});

const VECTORS = {
  name: 'Wzi54lmg5Gt9LtFCw59M3uzPGc_wXuJh_4QnaXugSkAiuQ-xoPQDIW5_yWV2zAZ-RM7t7Iko3v9UQOxtdXN91rV_HWde3CtUrPcVOwX4voIo7UEohYJrmjZecv8',
  dateOfBirth: 'tHAC0Uvz-u2_7wVOnPNIZeV4Ul8IUuk0PiwyrSPamfFbDO9N7oUGGXA0W_lu_A7IvSdflgPFPjfQBuVQ',
};
