// Of the examples in the API's description: one sale and what it was for.
export const sale = '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a';
export const price = { currency: 'KHR', amount: '900000000' };
