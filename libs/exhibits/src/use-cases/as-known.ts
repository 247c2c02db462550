import { type CommandContext, contentHash, deriveUuid } from '#libs/event-sourcing';

/**
 * The context of a command that also says what other streams knew of it. They may be corrected between two tries of one request: so the command's id follows
 * from what it says, and the exhibit itself knows whether it was sealed or certified already.
 */
export const asKnown = (context: CommandContext, data: unknown): CommandContext => ({
  ...context,
  commandId: deriveUuid(context.commandId, contentHash(data)),
});
