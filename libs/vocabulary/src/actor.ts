// What this application knows of who acts, and what it has said with a command, beside what the mechanism has of its own. The names are storage format:
// they stand in the metadata of every event.

declare module '#libs/event-sourcing' {
  interface Actor {
    readonly name?: string;
    /** The unit that a person serves in at that moment. */
    readonly unit?: string;
    readonly agency?: string;
  }

  interface CustomMetadata {
    /** The legal instrument that an act rests on, where one applies. */
    readonly legalInstrument?: string;
    /** The second hand, where an act takes two: who confirmed what `actor` entered. */
    readonly confirmedBy?: Actor;
    /** The proposal that the two hands went through. */
    readonly proposalId?: string;
  }

  interface Standing {
    /** Units that the actor commands: as head of a unit, that one and all below it. */
    readonly commands?: readonly string[];
    /** Where an act takes two hands, once it is confirmed: how the second one stood then. */
    readonly confirmer?: Standing;
    /** Nobody at all is registered yet, and the actor is an administrator who begins the registers. */
    readonly founds?: true;
  }
}

export {};
