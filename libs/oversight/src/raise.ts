import type { Command } from '#libs/event-sourcing';
import type { RaisedLead } from './published.ts';

/** That integrity is told of something, just as a process found it: nothing is looked up for it any more. */
export type RaiseLead = Command<'RaiseLead', RaisedLead>;
