import type { RecordedEvent } from '#libs/event-sourcing';
import type { RegisterEntry } from '#libs/vocabulary';
import { type CaseFileEvent, isLegalRole } from './case-events.ts';

/** Changes who follows a case. */
export type FollowingEvent = Extract<CaseFileEvent, { type: 'OfficerAssigned' | 'OfficerUnassigned' }>;

/**
 * Who follows a case before prosecutor and court, so that no restriction keeps it from them. A head who takes one of them off the case and restricts it then keeps
 * nothing from them by it: that duty ends by the word of the law, their own or that of another who follows it.
 */
export function followersAfter(followers: readonly RegisterEntry[], event: RecordedEvent<FollowingEvent>): readonly RegisterEntry[] {
  const { officerId } = event.data;
  const others = followers.filter((one) => one !== officerId);
  if (event.type === 'OfficerAssigned') return isLegalRole(event.data.role) ? [...others, officerId] : followers;
  return event.metadata.actor.roles.includes('unit-head') ? followers : others;
}
