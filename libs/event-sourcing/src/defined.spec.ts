import { defined } from './defined.ts';

describe('the fields that are defined', () => {
  it('are kept in their order, and no other', () => {
    const fields = { reason: 'seized', causationId: undefined, at: null, count: 0, said: false, text: '' };
    expect(JSON.stringify(defined(fields))).toBe('{"reason":"seized","at":null,"count":0,"said":false,"text":""}');
    expect(Object.keys(defined(fields))).not.toContain('causationId');
  });

  it('leave what they were taken from as it was', () => {
    const fields: { readonly a: number | undefined } = { a: undefined };
    expect([defined(fields), fields]).toStrictEqual([{}, { a: undefined }]);
  });

  it('fit where a field may be absent and must not be undefined', () => {
    const reason = undefined as string | undefined;
    const fitting: { readonly id: string; readonly kind: 'a' | 'b'; readonly reason?: string; readonly of?: readonly string[] } = defined({
      id: '1',
      kind: 'a',
      reason,
      of: ['x'],
    });
    // @ts-expect-error a field that may be undefined does not fill one that must be there
    const missing: { readonly reason: string } = defined({ reason });
    expect([fitting, missing]).toStrictEqual([{ id: '1', kind: 'a', of: ['x'] }, {}]);
  });

  it('are told apart for each member of a union', () => {
    const either = { type: 'a', a: undefined } as { type: 'a'; a: number | undefined } | { type: 'b'; b: string };
    const kept: { readonly type: 'a'; readonly a?: number } | { readonly type: 'b'; readonly b: string } = defined(either);
    expect(kept).toStrictEqual({ type: 'a' });
  });
});
