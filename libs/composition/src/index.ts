/** Where programs are put together: which rooms there are, and the API and the worker made of them. The one room that knows all the others. */
export { createApi, createWorker } from './api.ts';
export { capabilities } from './capabilities.ts';
export { describeApi } from './description.ts';
