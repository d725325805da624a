import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../canonical-json.ts';

/** A practice platform's memory: one JSON value and pictures by digest, kept in a folder too if there is one. */
export interface Saved<State> {
  state: State;
  save(): void;
  /** Keeps a picture; gives its file name. */
  keep(bytes: Uint8Array): string;
  picture(name: string): Uint8Array | null;
}

/**
 * @param folder where it survives a restart; `undefined` = in memory only
 * @param name of the platform: `<name>.json` and `<name>-pictures/`
 */
export function openSaved<State>(folder: string | undefined, name: string, empty: State): Saved<State> {
  const pictures = new Map<string, Uint8Array>();
  const file = folder === undefined ? null : join(folder, `${name}.json`);
  const shelf = folder === undefined ? null : join(folder, `${name}-pictures`);
  if (shelf !== null) mkdirSync(shelf, { recursive: true });
  const state = file !== null && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : empty;
  return {
    state,
    save() {
      if (file === null) return;
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
    keep(bytes) {
      const picture = `${sha256(bytes)}.jpg`;
      pictures.set(picture, bytes);
      if (shelf !== null) writeFileSync(join(shelf, picture), bytes);
      return picture;
    },
    picture(picture) {
      if (!/^[0-9a-f]{64}\.jpg$/.test(picture)) return null;
      const held = pictures.get(picture);
      if (held !== undefined || shelf === null || !existsSync(join(shelf, picture))) return held ?? null;
      return new Uint8Array(readFileSync(join(shelf, picture)));
    },
  };
}
