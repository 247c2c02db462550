import autocannon from 'autocannon';
import { join } from 'node:path';
import { issueToken, localIssuer } from '#libs/access';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { seizureBody } from '../bodies.ts';
import { enter, founder, servingIn } from '../register.ts';
import { settle } from './country.ts';
import { type Figures, inFolder, interleaved, print, requireAnswered, type Row, row } from './kit.ts';
import { Caller, Server } from './servers.ts';

const CONNECTIONS = 32;
const SECONDS = 6;
const ROUNDS = 3;
const CASES = 5_000;

const seizure = {
  ...seizureBody(),
  substanceDescription: 'Crystals in tea packages',
  units: ['unit-phnom-penh-1', 'unit-customs-2'],
};

/** By officers of each case's own: of thousands that one officer made in the same hour, integrity would be told, and that would be measured. */
const seizureIn = (place: number): string =>
  JSON.stringify({ ...seizure, officers: ['sokha', 'dara', 'vanna'].map((name) => `officer-${name}-${place}`) });

/** Seizures recorded over HTTP by 32 connections, spread over 5,000 cases: token, body, decision, fsync, answer; against a route that validates the same body with class-validator and does nothing. */
export async function measure(): Promise<Row[]> {
  const results = await interleaved(ROUNDS, {
    noOp: () => noOp(),
    whole: () => program({}),
    apart: () => program({ RUN_PROJECTIONS: 'false' }),
  });
  const limit = { name: 'Nest + Fastify + bus + class-validator, nothing done', results: results.noOp };
  return [
    row(limit.name, 'requests/s', 'perSecond', results.noOp),
    row('command over HTTP, projections elsewhere', 'requests/s', 'perSecond', results.apart, limit),
    row('command over HTTP, projections elsewhere, p99', 'ms', 'p99', results.apart),
    row('command over HTTP, projections in the same program', 'requests/s', 'perSecond', results.whole, limit),
    row('command over HTTP, projections in the same program, p99', 'ms', 'p99', results.whole),
  ];
}

async function noOp(): Promise<Figures> {
  await using server = await Server.noOp();
  return await load(server.url, ['00000000-0000-4000-8000-000000000000'], undefined);
}

async function program(environment: Record<string, string>): Promise<Figures> {
  return inFolder(async (folder) => {
    const store = await openSqliteEventStore({ file: join(folder, 'events.sqlite') });
    const cases = (await settle(store, 2 * CASES, 2)).map((stream) => stream.slice('case-'.length));
    await store.close();
    const issuer = await localIssuer({ directory: folder });
    const [begins, token] = [
      await issueToken(issuer, founder),
      await issueToken(issuer, { subject: 'officer-sokha', roles: ['investigator'] }),
    ];
    await using server = await Server.program(folder, environment);
    using caller = new Caller(server.url);
    await enter((path, body) => caller.post(path, begins, body), [servingIn('officer-sokha', 'investigator')]);
    return await load(server.url, cases, token);
  });
}

async function load(url: string, cases: readonly string[], token: string | undefined): Promise<Figures> {
  let next = 0;
  const fire = (duration: number): Promise<autocannon.Result> =>
    autocannon({
      url,
      connections: CONNECTIONS,
      duration,
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      requests: [
        {
          method: 'POST',
          setupRequest(request) {
            const place = next++ % cases.length;
            return { ...request, body: seizureIn(place), path: `/v1/cases/${cases[place]}/seizures` };
          },
        },
      ],
    });
  await fire(2);
  const result = await fire(SECONDS);
  requireAnswered(result);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

if (import.meta.main) print(await measure());
