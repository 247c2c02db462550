import { defined, type Event, eventCatalogue, typesOf, Upcaster } from '#libs/event-sourcing';
import { recorded } from '#libs/event-sourcing/testing';

describe('an event of an older version', () => {
  const upcaster = new Upcaster({
    SeizureRecorded: {
      version: 3,
      upcast: {
        1: (data: { grams: number }) => ({ grossMg: data.grams * 1000 }),
        2: (data: { grossMg: number }) => ({ ...data, lots: 1 }),
      },
    },
  });
  const stored = (data: object, schemaVersion?: number) => {
    const event = recorded({ type: 'SeizureRecorded', data }, 0);
    return { ...event, metadata: defined({ ...event.metadata, schemaVersion }) };
  };

  it('is brought through every version in between', () => {
    expect(upcaster.upcast(stored({ grams: 2 }))).toMatchObject({ data: { grossMg: 2000, lots: 1 }, metadata: { schemaVersion: 3 } });
    expect(upcaster.upcast(stored({ grossMg: 5 }, 2)).data).toEqual({ grossMg: 5, lots: 1 });
  });

  it('is left alone when it is of today', () => {
    const today = stored({ grossMg: 5, lots: 2 }, 3);
    expect(upcaster.upcast(today)).toBe(today);
  });

  it('is refused when a newer program wrote it', () => {
    expect(() => upcaster.upcast(stored({}, 4))).toThrow('newer than this program');
    expect(() => upcaster.upcast(recorded({ type: 'DogPromoted', data: {} }, 0))).toThrow('unknown to this program');
  });

  it('must have a whole chain at start-up', () => {
    expect(() => new Upcaster({ A: { version: 2 } })).toThrow('A is at version 2');
    expect(() => new Upcaster({ A: { version: 1, upcast: { 1: (data: object) => data } } })).toThrow('A is at version 1');
    expect(() => new Upcaster({ A: { version: 1 } }, { A: { version: 1 } })).toThrow('Two catalogues');
  });
});

describe('the catalogue of an aggregate', () => {
  type BoxEvent = Event<'BoxOpened', object> | Event<'NotePut', { text: string }> | Event<'BoxShut', object>;
  const upcast = { 1: (note: string) => ({ text: note }) };

  it('has every type once it is whole, each with its version', () => {
    const whole = eventCatalogue<BoxEvent>().unchanged('BoxOpened', 'BoxShut').changed('NotePut', { version: 2, upcast }).whole();
    expect(whole).toEqual({ BoxOpened: { version: 1 }, BoxShut: { version: 1 }, NotePut: { version: 2, upcast } });
    expect(typesOf(whole).toSorted()).toEqual(['BoxOpened', 'BoxShut', 'NotePut']);
    expect(new Upcaster(whole).versionOf('NotePut')).toBe(2);
  });

  it('is not whole for the compiler while a type is missing, and takes none twice', () => {
    const making = eventCatalogue<BoxEvent>().unchanged('BoxOpened');
    // @ts-expect-error BoxShut and NotePut are missing
    making.whole();
    // @ts-expect-error it is in the catalogue already
    making.unchanged('BoxOpened');
  });
});
