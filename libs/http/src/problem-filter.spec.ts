import { type ArgumentsHost, Logger } from '@nestjs/common';
import { RowsUnavailable, RuleBroken, WITHHELD } from '#libs/event-sourcing';
import type { ViewsFor } from '#libs/need-to-know';
import { ProblemFilter } from './problem-filter.ts';
import type { ProblemBody } from './problems.ts';

const hidden = '7c9e6679-7425-80de-944b-e07fc1f90ae7';
const theirs = '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';
const taken = new RuleBroken('identifier.taken', `Seal KH-1 is on an exhibit of case ${hidden}`, { caseId: hidden, by: theirs });

/** Views of somebody who may not know one case. */
const views = (withheld: (value: string) => string) =>
  ({
    of: () => ({ withheld: (value: unknown) => Promise.resolve(JSON.parse(withheld(JSON.stringify(value))) as unknown) }),
  }) as unknown as ViewsFor;
const knowing = views((text) => text.replaceAll(hidden, WITHHELD));

async function answered(filter: ProblemFilter, url: string): Promise<ProblemBody> {
  let sent = '';
  const reply = { raw: {}, code: () => reply, headers: () => reply, type: () => reply, send: (body: string) => (sent = body) };
  const request = { url, id: 'r', method: 'POST', body: {}, routeOptions: {}, identity: { subject: 'officer-sokha', roles: [] } };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  await filter.catch(taken, host as unknown as ArgumentsHost);
  return JSON.parse(sent) as ProblemBody;
}

describe('why a rule refuses', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('is said without the id of a case that who asked may not know', async () => {
    expect(await answered(new ProblemFilter(knowing), `/v1/exhibits/${theirs}`)).toMatchObject({
      status: 409,
      code: 'identifier.taken',
      detail: `Seal KH-1 is on an exhibit of case ${WITHHELD}`,
      facts: { caseId: WITHHELD, by: theirs },
    });
  });

  it('is said whole where it names only what was asked about', async () => {
    const failing = views(() => {
      throw new Error('nobody is asked');
    });
    const body = await answered(new ProblemFilter(failing), `/v1/cases/${hidden}/exhibits/${theirs}`);
    expect(body).toMatchObject({ detail: taken.message, facts: taken.details });
  });

  it('is not said at all while nobody can tell who may know what', async () => {
    const failing = views(() => {
      throw new RowsUnavailable('gone');
    });
    const body = await answered(new ProblemFilter(failing), `/v1/exhibits/${theirs}`);
    expect(body).toMatchObject({ status: 409, code: 'identifier.taken' });
    expect(JSON.stringify(body)).not.toContain(hidden);
  });
});
