import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, contentHash, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { officer, officerStream, unitAt } from '#libs/registry';
import type { CertifyResultBody, CountersignResultBody, ReviseResultBody } from './bodies.ts';
import { exhibit, type ExhibitCommand, exhibitStream } from './exhibit.ts';

/** A result, or what revises one. */
export class CertifyResult extends Command<CommandOutcome> {
  constructor(
    readonly exhibitId: string,
    readonly body: CertifyResultBody | ReviseResultBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CertifyResult)
export class CertifyResultHandler implements ICommandHandler<CertifyResult> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Each is of the unit that the register says; the first one also of that in their token. */
  async execute({ exhibitId, body, context }: CertifyResult): Promise<CommandOutcome> {
    const [firstUnit, secondUnit] = await Promise.all(
      [context.actor.id, body.secondAnalyst].map((analyst) => unitOf(this.aggregates, analyst, body.certifiedAt)),
    );
    const of = { ...(firstUnit !== undefined && { firstUnit }), ...(secondUnit !== undefined && { secondUnit }) };
    const command: ExhibitCommand =
      'revises' in body
        ? { type: 'ReviseResult', data: Object.assign({ ...of }, body) }
        : { type: 'CertifyResult', data: Object.assign({ ...of }, body) };
    // The register may be corrected between two tries of one request. The exhibit itself knows what was certified of it.
    const given = {
      ...context,
      commandId: deriveUuid(context.commandId, contentHash(command.data)),
      occurredAt: body.certifiedAt,
      ...('revises' in body && { reason: body.reason }),
    };
    return { id: exhibitId, ...(await this.aggregates.handle(exhibit, exhibitStream(exhibitId), command, given)) };
  }
}

/** The signature of the second analyst under a result. */
export class CountersignResult extends Command<CommandOutcome> {
  constructor(
    readonly exhibitId: string,
    readonly body: CountersignResultBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CountersignResult)
export class CountersignResultHandler implements ICommandHandler<CountersignResult> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** They are of the unit that the register says, and of that in their token. */
  async execute({ exhibitId, body, context }: CountersignResult): Promise<CommandOutcome> {
    const { certificate, countersignedAt } = body;
    const unit = await unitOf(this.aggregates, context.actor.id, countersignedAt);
    const data = { certificate, countersignedAt, ...(unit !== undefined && { unit }) };
    // As of a certification: the register may be corrected between two tries.
    const given = { ...context, commandId: deriveUuid(context.commandId, contentHash(data)), occurredAt: countersignedAt };
    return {
      id: exhibitId,
      ...(await this.aggregates.handle(exhibit, exhibitStream(exhibitId), { type: 'CountersignResult', data }, given)),
    };
  }
}

/** The unit that the register of officers says somebody was of; undefined where it does not know them. */
async function unitOf(aggregates: AggregateStore, personId: string, at: string): Promise<string | undefined> {
  return unitAt((await aggregates.load(officer, officerStream(personId))).state, at);
}
