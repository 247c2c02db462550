import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a country was begun with: another one cannot be gone on with in its place. */
export interface Beginning {
  /** Of these stories: raised when the same seed gives another history. */
  readonly edition: number;
  readonly seed: string;
  readonly size: number;
  /** The last moment of the history, milliseconds since the Unix epoch. */
  readonly until: number;
}

type Line =
  | { readonly begins: Beginning }
  | { readonly at: number; readonly asks: string }
  | { readonly answers: unknown; readonly of: string }
  | { readonly ends: true };

/**
 * What was asked and answered so far, so that a making that was killed goes on where it was: what is noted is not asked again, and the one request that may or
 * may not have arrived is given again under its key.
 */
export class Journal {
  /** Answered before this program, by key. */
  private readonly known = new Map<string, unknown>();
  /** When the last request was made, before this program: where the clock goes on. */
  readonly lastAt: number | undefined;
  readonly beginning: Beginning | undefined;
  readonly isFinished: boolean;

  private constructor(
    private readonly write: (line: string) => void,
    lines: readonly Line[],
  ) {
    let beginning: Beginning | undefined;
    let lastAt: number | undefined;
    let finished = false;
    for (const line of lines)
      if ('begins' in line) beginning = line.begins;
      else if ('asks' in line) lastAt = line.at;
      else if ('of' in line) this.known.set(line.of, line.answers);
      else finished = true;
    this.beginning = beginning;
    this.lastAt = lastAt;
    this.isFinished = finished;
  }

  /** One that is forgotten with the program. */
  static inMemory(): Journal {
    return new Journal(() => undefined, []);
  }

  /** The one in this file, as far as it was written. */
  static open(file: string): Journal {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // A line that a kill cut off says nothing.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) writeFileSync(file, whole);
    const lines = whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
    return new Journal((line) => appendFileSync(file, line), lines);
  }

  begin(begins: Beginning): void {
    if (this.beginning === undefined) this.note({ begins });
  }

  /** The answer that was noted. */
  recall(key: string): { readonly answer: unknown } | undefined {
    return this.known.has(key) ? { answer: this.known.get(key) } : undefined;
  }

  asks(key: string, at: number): void {
    this.note({ at, asks: key });
  }

  answered(key: string, answers: unknown): void {
    this.note({ answers: answers ?? null, of: key });
  }

  end(): void {
    this.note({ ends: true });
  }

  private note(line: Line): void {
    this.write(`${JSON.stringify(line)}\n`);
  }
}
