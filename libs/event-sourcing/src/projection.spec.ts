import { indexedBy, rowPerStream } from '#libs/event-sourcing';
import { recorded } from '#libs/event-sourcing/testing';

describe('a projection', () => {
  it('with a row for each stream has it under the stream’s own id, and finds the stream by it', () => {
    const { keysOf, streamsOf } = rowPerStream('asset');
    const event = { ...recorded({ type: 'AssetSeized', data: {} }, 0), stream: 'asset-7c9e6679-7425' };
    expect(keysOf(event)).toEqual(['7c9e6679-7425']);
    expect(streamsOf('7c9e6679-7425')).toEqual(['asset-7c9e6679-7425']);
  });

  it('names its index fields by their kind', () => {
    expect(indexedBy({ text: ['status', 'unit'], time: ['openedAt'] })).toEqual({ status: 'text', unit: 'text', openedAt: 'time' });
  });
});
