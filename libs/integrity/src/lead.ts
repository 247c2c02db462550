import { type Actor, type Command, decideBy, type Decider, type Issued, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { handsOf, type Line, personIn, samePerson } from '#libs/vocabulary';
import { type Finding, type Ground, LEAD_HOLDS, type LeadEvent, type LeadVerdict, type Subject } from './lead-events.ts';
import { type LeadKind, meaningOf } from './lead-kinds.ts';

export type LeadCommand =
  | Command<'RaiseLead', Finding>
  /** By one who has nothing to do with it, that there is nothing in it: where nothing waits for it. */
  | Command<'DismissLead', { reason: Line }>
  /** By two hands. */
  | Command<'ConcludeLead', { finding: LeadVerdict; reason: Line }>
  /** By two hands, as the finding was. */
  | Command<'WithdrawFinding', { reason: Line }>;

type CommandOf<Type extends LeadCommand['type']> = Issued<Extract<LeadCommand, { type: Type }>>;
type Decided = readonly LeadEvent[];

/** How a lead stands: what is known of it, and whether somebody has come to an end with it. */
export interface LeadStanding {
  readonly kind?: LeadKind;
  readonly status: 'unknown' | 'open' | LeadVerdict;
  /** All that it was ever said to be about, each once. */
  readonly about: readonly Subject[];
  /** All that it rests on, each once, in the order it was found. */
  readonly restsOn: readonly Ground[];
}

/** Before anybody raised it. */
export const unheard: LeadStanding = { status: 'unknown', about: [], restsOn: [] };

/** How a lead stands after one more event. */
export function leadAfter(lead: LeadStanding, event: LeadEvent): LeadStanding {
  switch (event.type) {
    case 'LeadRaised': {
      const { kind, about, restsOn } = event.data;
      return {
        kind,
        status: 'open',
        about: [...lead.about, ...about.filter((one) => !lead.about.some((known) => sameSubject(known, one)))],
        restsOn: [...lead.restsOn, ...newIn(lead, restsOn)],
      };
    }
    case 'LeadConcluded':
      return { ...lead, status: event.data.finding };
  }
}

const sameSubject = (a: Subject, b: Subject): boolean => a.of === b.of && a.id === b.id;

/** What of these facts it does not rest on yet. */
export const newIn = (state: LeadStanding, restsOn: readonly Ground[]): readonly Ground[] =>
  restsOn.filter((ground) => !restsOnAlready(state, ground));

/** Whether what is found from now on is the next lead. */
export const isFull = ({ restsOn, about }: LeadStanding): boolean => restsOn.length >= LEAD_HOLDS || about.length >= LEAD_HOLDS;

const restsOnAlready = ({ restsOn }: LeadStanding, { eventId }: Ground): boolean => restsOn.some((known) => known.eventId === eventId);

/** What nobody raised has no end. @throws UnknownSubject 'lead.unknown' */
function requireRaised({ kind }: LeadStanding): LeadKind {
  if (kind === undefined) throw new UnknownSubject('lead.unknown', 'There is no lead with this id');
  return kind;
}

/** Whoever ends it has nothing to do with it, as neither hand. */
function requireApart(command: Pick<Issued<LeadCommand>, 'by' | 'said'>, state: LeadStanding): void {
  for (const hand of handsOf(command)) {
    requireNotAbout(state, hand);
    requireNotOwnWord(state, hand);
  }
}

/** Whoever it is about does not end it. @throws RuleBroken 'lead.about-oneself' */
function requireNotAbout({ about }: LeadStanding, hand: Actor): void {
  if (about.some(({ of, id }) => of === 'person' && samePerson(id, hand.id)))
    throw new RuleBroken('lead.about-oneself', `The lead is about ${hand.id}: another integrity officer concludes it`, { person: hand.id });
}

/** Nor does who reported or confirmed what it rests on: nobody says of their own word that there is nothing in it. @throws RuleBroken 'lead.own-word' */
function requireNotOwnWord({ restsOn }: LeadStanding, hand: Actor): void {
  if (restsOn.some(({ by = [] }) => personIn(by, hand.id)))
    throw new RuleBroken(
      'lead.own-word',
      `What the lead rests on was reported or confirmed by ${hand.id}: another integrity officer concludes it`,
      {
        person: hand.id,
      },
    );
}

/** What money, law or a title waits for, one person does not call nothing. @throws RuleBroken 'lead.two-hands' */
function requireHoldsNothingUp(kind: LeadKind): void {
  const { holdsUp } = meaningOf(kind);
  if (holdsUp !== undefined)
    throw new RuleBroken(
      'lead.two-hands',
      'Something is held up while this is open: two integrity officers conclude that there is nothing in it, by conclude-unfounded-by-two',
      { kind, waits: holdsUp.what },
    );
}

/** What two found, one does not undo: a finding of integrity is one of two. @throws RuleBroken 'lead.founded' */
function requireNotFounded({ status }: LeadStanding): void {
  if (status === 'founded')
    throw new RuleBroken(
      'lead.founded',
      'Two found the lead to be true; to take that back they withdraw the finding, which takes two again',
    );
}

/** @throws RuleBroken 'lead.not-founded' */
function requireFounded({ status }: LeadStanding): void {
  if (status !== 'founded') throw new RuleBroken('lead.not-founded', 'Nobody found the lead to be true: there is nothing to withdraw');
}

/** Something to look into, from when a process finds it to what comes of it. */
export const lead: Decider<LeadCommand, LeadEvent, LeadStanding> = {
  initial: unheard,
  evolve: leadAfter,
  decide: decideBy<LeadCommand, LeadEvent, LeadStanding>({
    RaiseLead: raise,
    DismissLead: dismiss,
    ConcludeLead: conclude,
    WithdrawFinding: withdraw,
  }),
};

function raise({ data }: CommandOf<'RaiseLead'>, state: LeadStanding): Decided {
  const restsOn = newIn(state, data.restsOn);
  return restsOn.length === 0 ? [] : [{ type: 'LeadRaised', data: { ...data, restsOn } }];
}

function dismiss(command: CommandOf<'DismissLead'>, state: LeadStanding): Decided {
  const decided = conclude({ ...command, type: 'ConcludeLead', data: { ...command.data, finding: 'unfounded' } }, state);
  if (decided.length > 0) requireHoldsNothingUp(requireRaised(state));
  return decided;
}

function conclude(command: CommandOf<'ConcludeLead'>, state: LeadStanding): Decided {
  const { finding, reason } = command.data;
  const kind = requireRaised(state);
  if (state.status === finding) return [];
  requireApart(command, state);
  requireNotFounded(state);
  return [{ type: 'LeadConcluded', data: { kind, finding, reason, about: state.about } }];
}

function withdraw(command: CommandOf<'WithdrawFinding'>, state: LeadStanding): Decided {
  const kind = requireRaised(state);
  requireFounded(state);
  requireApart(command, state);
  return [{ type: 'LeadConcluded', data: { kind, finding: 'unfounded', reason: command.data.reason, about: state.about } }];
}
