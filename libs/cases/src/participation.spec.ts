import type { Actor, Event, Standing } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { caseFile, type CaseFileCommand } from './case-file.ts';
import type { Participating } from './roster.ts';
import { caseOpened, dara, head, officerAssigned, seizureRecorded, sokha } from './testing/cast.ts';

// Who took part, where that is the word of others alone.

const chenda: Actor = { id: 'officer-chenda', roles: ['integrity-officer'], unit: 'unit-integrity' };
const elsewhere: Actor = { id: 'head-kandal-2', roles: ['unit-head'], unit: 'unit-kandal-2' };
const rith = 'finance-rith';
const says = (changes: Partial<Participating> = {}): CaseFileCommand => ({
  type: 'SettleParticipation',
  data: { officers: [rith], tookPart: false, what: 'A slip of the pen', ...changes },
});
const did: Partial<Participating> = {
  officers: [dara.id],
  tookPart: true,
  what: 'She drove the second car and stood at the door all night',
  reference: 'Duty book 14/26',
};
const opened = [caseOpened(), officerAssigned(sokha), officerAssigned({ ...sokha, id: rith, unit: 'unit-finance' }, 'member')] as const;
const settles = (said: CaseFileCommand, by: Actor, confirmedBy: Actor, facts: readonly Event[] = opened) => {
  const confirmer: Standing = confirmedBy === head ? { commands: ['unit-phnom-penh-1'] } : {};
  return given(...facts).when(caseFile, said, by, '2026-03-02T10:00:00.000Z', { said: { confirmedBy }, standing: { confirmer } });
};

const settled = ({ data }: CaseFileCommand) => ({
  type: 'ParticipationSettled',
  data: { ...data, settledBy: head.id, confirmedBy: chenda.id },
});

describe('whether somebody took part of whom others have said so', () => {
  it('is said by the head of the case’s unit and integrity, in whatever order', () => {
    for (const [by, second] of [
      [head, chenda],
      [chenda, head],
    ] as const)
      settles(says(), by, second).then({
        type: 'ParticipationSettled',
        data: { officers: [rith], tookPart: false, what: 'A slip of the pen', settledBy: by.id, confirmedBy: second.id },
      });
  });

  it('is said by no other two, nor by one of whom it is said', () => {
    settles(says(), elsewhere, chenda).thenRefused('participation.not-head');
    settles(says(), head, { ...head, id: 'another-head' }).thenRefused('participation.same-office');
    settles(says(), chenda, { ...chenda, id: 'officer-makara' }).thenRefused('participation.not-head');
    settles(says({ officers: [rith, 'Officer Chenda'] }), head, chenda).thenRefused('participation.own', { person: chenda.id });
    settles(says({ officers: [head.id] }), head, chenda).thenRefused('participation.own', { person: head.id });
  });

  it('names what they did and a paper, where they did', () => {
    settles(says({ ...did, what: '.' }), head, chenda).thenRefused('participation.says-nothing');
    settles(says({ ...did, reference: '-' }), head, chenda).thenRefused('participation.no-paper');
    settles(says({ ...did, documentId: 'document-9' }), head, chenda).thenRefused('document.unknown');
    settles(says(did), head, chenda).then(settled(says(did)));
  });

  it('is said once, and anew when somebody has named them again', () => {
    const absent = settled(says());
    settles(says(), head, chenda, [...opened, absent]).thenNothing();
    settles(says(), head, chenda, [...opened, absent, seizureRecorded({ officers: [sokha.id, rith] })]).then(absent);
  });
});
