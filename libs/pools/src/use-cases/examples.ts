// Of the examples in the API's description: one reservation, one allocation, papers of transfers.
export const reservation = '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b';
export const allocation = '2b1c0d9e-8f7a-8654-9321-0a9b8c7d6e5f';
export const transfer = (reference: string, amount: string) => ({ reference, amount: { currency: 'KHR', amount }, date: '2026-03-02' });
