import { type Event, kindOf, type Position, projection, type Projection, type RecordedEvent } from '#libs/event-sourcing';

/** A stream that belongs to a case: that of an exhibit, an asset, a reward; or of a case that it was linked with, whichever of the two said so. */
export interface CaseLink {
  readonly caseId: string;
  readonly stream: string;
  /** What the stream is of, for example `exhibit`. */
  readonly kind: string;
  /** Of a linked case: how, for example `same-operation`. */
  readonly relation?: string;
  readonly since: Position;
}

const CASE = 'case-';

/** Which streams belong to a case. A stream belongs to the case that the first of its events with a `caseId` names. */
export function caseLinks(types: readonly string[]): Projection<Event, CaseLink> {
  return projection<Event, CaseLink>({
    name: 'case-links',
    version: 1,
    handles: types,
    keysOf: (event) => linksOf(event).map(({ key }) => key),
    evolve(row, event, key) {
      const link = linksOf(event).find((found) => found.key === key)?.link;
      if (link === undefined || (row !== undefined && link.relation === row.relation)) return row;
      return { ...link, since: row?.since ?? event.position };
    },
    index: { caseId: 'text' },
    streamsOf: (key) => key.split(' '),
    discloses: { about: ({ caseId, stream }) => [`${CASE}${caseId}`, stream] },
  });
}

/** What an event says of links. A key holds the streams whose events make its row, the one that is linked first. */
function linksOf(event: RecordedEvent): readonly { readonly key: string; readonly link: Omit<CaseLink, 'since'> }[] {
  const { stream } = event;
  const { caseId, linkedCaseId, relation } = event.data as Readonly<Record<string, unknown>>;
  if (stream.startsWith(CASE)) {
    if (event.type !== 'CasesLinked' || typeof linkedCaseId !== 'string') return [];
    const ends = [stream.slice(CASE.length), linkedCaseId] as const;
    return [ends, [ends[1], ends[0]] as const].map(([of, to]) => ({
      key: `${CASE}${to} ${CASE}${of}`,
      link: { caseId: of, stream: `${CASE}${to}`, kind: 'case', ...(typeof relation === 'string' && { relation }) },
    }));
  }
  return typeof caseId === 'string' ? [{ key: stream, link: { caseId, stream, kind: kindOf(stream) } }] : [];
}
