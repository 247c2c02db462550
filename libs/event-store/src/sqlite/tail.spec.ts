import { PAGE_BYTES, PAGE_EVENTS, type Row } from './row.ts';
import { Tail } from './tail.ts';

const row = (position: number, text = ''): Row => [position, 'case-1', position - 1, 0, `id-${position}`, 'NoteAdded', `"${text}"`, '{}'];

function tailOf(count: number, text = ''): { tail: Tail; reach: number } {
  const tail = new Tail();
  for (let position = 1; position <= count; position++) tail.add([row(position, text)]);
  let reach = count;
  while (reach > 0 && tail.after(reach - 1) !== undefined) reach--;
  return { tail, reach: count - reach };
}

describe('the tail of newest events', () => {
  it('keeps some thousand events however many are appended, and gives them on after any of them', () => {
    const { tail, reach } = tailOf(50_000);
    expect(reach).toBeGreaterThanOrEqual(2_000);
    expect(reach).toBeLessThanOrEqual(4_000);
    for (let at = 50_000 - reach; at < 50_000;) {
      const page = tail.after(at) ?? [];
      expect(page[0]?.[0]).toBe(at + 1);
      expect(page.length).toBeLessThanOrEqual(PAGE_EVENTS);
      at = page.at(-1)?.[0] ?? Infinity;
    }
  });

  it('keeps some megabytes however large the events are, in pages of few', () => {
    const { tail, reach } = tailOf(100, 'x'.repeat(PAGE_BYTES / 2));
    expect(reach).toBeLessThanOrEqual(12);
    expect(tail.after(98)?.length).toBe(1);
  });

  it('does not answer for what it no longer has', () => {
    const { tail, reach } = tailOf(50_000);
    expect(tail.after(50_000 - reach - 1)).toBeUndefined();
    expect(new Tail().after(0)).toBeUndefined();
  });
});
