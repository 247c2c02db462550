import { type AggregateStore, type CommandContext, deriveUuid, type RecordedEvent } from '#libs/event-sourcing';
import { isFull, lead, newIn } from './lead.ts';
import { type Finding, type Ground, LEAD_HOLDS, leadIdFor, leadStream } from './lead-events.ts';

/** What a process raises: `subject` says what it is one lead about, however often that is found. */
export interface RaisedLead extends Finding {
  /** Of those of its kind, this lead: an id, or ids in a fixed order. */
  readonly subject: string;
}

/** The fact that a process reacts to, as a ground of a lead. */
export function groundOf({ stream, id, position, metadata: { actor, confirmedBy } }: RecordedEvent): Ground {
  const by = [actor, ...(confirmedBy === undefined ? [] : [confirmedBy])].filter(({ roles }) => !roles.includes('process'));
  return { stream, eventId: id, position, ...(by.length > 0 && { by: by.map((hand) => hand.id) }) };
}

/**
 * Raises a lead, for a process of any room: `carryOut` gives it the command's context. The same facts again add nothing; facts that it did not rest on yet
 * are added, and open it again where somebody had concluded it. Give what belongs together one subject, and it is one lead that grows; one that is full
 * (`LEAD_HOLDS`) is followed by the next.
 *
 *     await raiseLead(aggregates, { kind: 'identifier-used-twice', subject: identifierId, sentence, about: [{ of: 'case', id: caseId }], restsOn: [groundOf(event)] }, context);
 *
 * @returns the id of the lead that these facts are in
 */
export async function raiseLead(aggregates: AggregateStore, { subject, ...finding }: RaisedLead, context: CommandContext): Promise<string> {
  let { restsOn } = finding;
  const about = finding.about.slice(0, LEAD_HOLDS);
  for (let number = 1; ; number++) {
    const leadId = leadIdFor(finding.kind, subject, number);
    const { state } = await aggregates.load(lead, leadStream(leadId));
    restsOn = newIn(state, restsOn);
    if (restsOn.length > 0 && isFull(state)) continue;
    const under = { ...context, commandId: deriveUuid(context.commandId, 'lead', leadId) };
    if (restsOn.length > 0)
      await aggregates.handle(lead, leadStream(leadId), { type: 'RaiseLead', data: { ...finding, about, restsOn } }, under);
    return leadId;
  }
}
