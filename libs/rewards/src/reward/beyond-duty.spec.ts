import fc from 'fast-check';
import { after, assessed, beyondDuty, eventsOf, propose, proposed, shares, sovann, tried } from '../testing/decisions.ts';
import type { BeyondDuty } from './reward-events.ts';

// Nobody is rewarded for doing what they are paid for: the proposal says what was beyond it, by whom, on which paper.

const [sokha, dara] = beyondDuty as readonly [BeyondDuty, BeyondDuty];
const answering = (answers: readonly BeyondDuty[], documents: readonly string[] = []) =>
  tried(after(...assessed), sovann, propose({ beyondDuty: answers, documents })).refused;

describe('the question whether it was more than duty', () => {
  it('is answered for each person with a share, and for no unit', () => {
    expect(answering(beyondDuty)).toBeUndefined();
    expect(answering([])).toBe('reward.beyond-duty-missing');
    expect(answering([sokha])).toBe('reward.beyond-duty-missing');
    const [, , unit] = shares;
    const forTheUnit = propose({ beyondDuty: [], shares: unit === undefined ? [] : [{ ...unit, shareBp: 10_000 }] });
    expect(tried(after(...assessed), sovann, forTheUnit).refused).toBeUndefined();
  });

  it.each([
    '.',
    'abc',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '........................',
    '\u200B\u200B\u200B\u200B',
    '0123456789 0123456789 01',
  ])('is not answered by %j', (what) => {
    expect(answering([sokha, { ...dara, what }])).toBe('reward.beyond-duty-says-nothing');
  });

  it('is answered in any script', () => {
    expect(answering([sokha, { ...dara, what: 'បានតាមដានរថយន្តដឹកទំនិញឆ្លងកាត់ព្រំដែនក្នុងពេលឈប់សម្រាក' }])).toBeUndefined();
    fc.assert(
      fc.property(fc.stringMatching(/^[^\p{L}\p{M}]{0,200}$/u), (what) => {
        expect(answering([sokha, { ...dara, what }])).toBe('reward.beyond-duty-says-nothing');
      }),
    );
  });

  it('stands on a document of the case, or on a paper with a number', () => {
    const bare = { officerId: dara.officerId, what: dara.what };
    expect(answering([sokha, bare])).toBe('reward.beyond-duty-no-paper');
    expect(answering([sokha, { ...bare, reference: '-' }])).toBe('reward.beyond-duty-no-paper');
    expect(answering([sokha, { ...bare, documentId: 'document-1' }])).toBe('reward.document-unknown');
    expect(answering([sokha, { ...bare, documentId: 'document-1' }], ['document-1'])).toBeUndefined();
  });

  it('is seen by whoever votes, with the proposal, which is another one where the answer is', () => {
    expect(eventsOf(...proposed).find(({ type }) => type === 'RewardProposed')).toMatchObject({ data: { beyondDuty } });
    const state = after(...proposed);
    expect(state.rounds).toMatchObject([{ beyondDuty }]);
    expect(tried(state, sovann, propose()).events).toEqual([]);
    const other = propose({ beyondDuty: [sokha, { ...dara, what: 'Stood in the river for two days and nights' }] });
    expect(tried(state, sovann, other).events).toHaveLength(2);
  });
});
