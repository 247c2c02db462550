import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder, empty at first, while there are tests to use it. */
export interface Folder {
  readonly path: string;
  /** The path of what is called this in it. */
  at(name: string): string;
}

/** A folder for each test of the block in which this is called, removed after the test. */
export function folderForEach(): Folder {
  const folder = new Temporary();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());
  return folder;
}

/** One folder for all tests of the block in which this is called, removed after the last one. */
export function folderForAll(): Folder {
  const folder = new Temporary();
  beforeAll(() => folder.make());
  afterAll(() => folder.remove());
  return folder;
}

class Temporary implements Folder {
  private made: string | undefined;

  get path(): string {
    if (this.made === undefined) throw new Error('There is no folder yet: ask in a test, or in a hook after it');
    return this.made;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  async make(): Promise<void> {
    this.made = await mkdtemp(join(tmpdir(), 'caseledger-'));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true });
    this.made = undefined;
  }
}
