import type { Response } from 'supertest';
import type { ServedApi } from './api.ts';

/** What came of two hands: the confirmation's answer, and the id and revision of what was carried out. */
export interface CarriedOut {
  readonly id: string;
  readonly revision: number;
  /** For a query's `after`. */
  readonly position: string;
  readonly proposalId: string;
}

/** A command that takes two hands, through both: proposed by the one, confirmed by the other. Throws the answer of a refusal. */
export async function twoHands<Person extends string>(
  api: Pick<ServedApi<Person>, 'request'>,
  [first, second]: readonly [first: Person, second: Person],
  path: string,
  body?: object,
): Promise<CarriedOut> {
  const proposed = accepted(await propose(api, first, path, body), 202);
  const { id: proposalId } = proposed.body as { readonly id: string };
  const { outcome, position } = accepted(await confirm(api, second, proposalId), 200).body as {
    readonly outcome: { readonly id: string; readonly revision: number };
    readonly position: string;
  };
  return { ...outcome, position, proposalId };
}

/** The first hand alone. */
export async function propose<Person extends string>(
  api: Pick<ServedApi<Person>, 'request'>,
  first: Person,
  path: string,
  body?: object,
): Promise<Response> {
  const asked = api.request('post', path, first);
  return body === undefined ? asked : asked.send(body);
}

/** The second hand alone. */
export async function confirm<Person extends string>(
  api: Pick<ServedApi<Person>, 'request'>,
  second: Person,
  proposalId: string,
): Promise<Response> {
  return api.request('post', `/v1/proposals/${proposalId}/confirm`, second);
}

function accepted(answer: Response, status: number): Response {
  if (answer.status !== status) throw new Error(`${answer.status} and not ${status}: ${answer.text}`);
  return answer;
}
