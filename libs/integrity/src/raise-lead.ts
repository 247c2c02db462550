import { type AggregateStore, type CommandContext, deriveUuid, type RecordedEvent } from '#libs/event-sourcing';
import { lead } from './lead.ts';
import { type Finding, type Ground, leadIdFor, leadStream } from './lead-events.ts';

/** What a process raises: `subject` says what it is one lead about, however often that is found. */
export interface RaisedLead extends Finding {
  /** Of those of its kind, this lead: an id, or ids in a fixed order. */
  readonly subject: string;
}

/** The fact that a process reacts to, as a ground of a lead. */
export const groundOf = ({ stream, id, position }: RecordedEvent): Ground => ({ stream, eventId: id, position });

/**
 * Raises a lead, for a process of any room: `carryOut` gives it the command's context. The same facts again add nothing; facts that it did not rest on yet
 * are added, and open it again where somebody had concluded it.
 *
 *     await raiseLead(aggregates, { kind: 'identifier-used-twice', subject: identifierId, sentence, about: [{ of: 'case', id: caseId }], restsOn: [groundOf(event)] }, context);
 *
 * @returns the lead's id
 */
export async function raiseLead(aggregates: AggregateStore, { subject, ...finding }: RaisedLead, context: CommandContext): Promise<string> {
  const leadId = leadIdFor(finding.kind, subject);
  const under = { ...context, commandId: deriveUuid(context.commandId, 'lead', leadId) };
  await aggregates.handle(lead, leadStream(leadId), { type: 'RaiseLead', data: finding }, under);
  return leadId;
}
