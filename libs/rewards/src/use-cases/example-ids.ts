// Of the examples in the API's description: one payment, one recovery.
export const payment = '8c2f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4';
export const recovery = '5a0f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4';
export const receipt = { reference: 'Receipt 7/2026', amount: { currency: 'KHR', amount: '6000000' }, date: '2026-04-02' };
