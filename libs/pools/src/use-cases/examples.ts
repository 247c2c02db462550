// Of the examples in the API's description: one reservation.
export const reservation = '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b';
