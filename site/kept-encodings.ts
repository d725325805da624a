import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const keyIn = (name: string): string => name.slice(0, name.indexOf('.'));

/** Encoded files in a folder of their own, `<key>.<SHA-256 of the content>`: one whose content isn't what its name says is as good as none. */
export class KeptEncodings {
  readonly #folder: string;
  readonly #names: Map<string, string>;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#names = new Map(readdirSync(folder).map((name) => [keyIn(name), name]));
  }

  has(key: string): boolean {
    const name = this.#names.get(key);
    return name !== undefined && sha256(readFileSync(join(this.#folder, name))) === name.slice(key.length + 1);
  }

  keep(key: string, bytes: Uint8Array): void {
    const name = `${key}.${sha256(bytes)}`;
    writeFileSync(join(this.#folder, `${name}.new`), bytes);
    renameSync(join(this.#folder, `${name}.new`), join(this.#folder, name));
    this.#names.set(key, name);
  }

  /** What `has` has found or `keep` has kept. */
  read(key: string): Promise<Uint8Array> {
    return readFile(join(this.#folder, this.#names.get(key) ?? ''));
  }

  /** Takes everything else away: nothing of a picture that was taken back stays, or of an older encoder. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#folder)) {
      const key = keyIn(name);
      if (!keys.has(key) || this.#names.get(key) !== name) rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

/** The folder of before, or one for this build alone where there is none or it can't be used; `close` takes the latter away. */
export function openKeptEncodings(folder: string | undefined): { kept: KeptEncodings; close: () => void } {
  if (folder !== undefined) {
    try {
      return { kept: new KeptEncodings(folder), close: () => {} };
    } catch {
      // It only saves time.
    }
  }
  const own = mkdtempSync(join(tmpdir(), 'sanshen-pictures-'));
  return { kept: new KeptEncodings(own), close: () => rmSync(own, { recursive: true, force: true }) };
}
