import type { ItemFolder } from '../../item/item.ts';
import type { RenderRequest, RenderSettings, WantedPayload } from './renderer.ts';

type BareFolder = { path: string; files: { path: string; mode: string; id: string }[] };

/** A request as it goes to the process that renders: folders once each and by number, the bytes of their files behind it. */
export interface Sent {
  /** Left out where they are those of the request before. */
  settings?: RenderSettings;
  /** The first is that of the text. */
  folders: BareFolder[];
  check: RenderRequest['check'];
  payloads: (Omit<WantedPayload, 'older'> & { older: { folder: number; edited: boolean } | null })[];
}

/** Takes a request apart. */
export function sentOf({ folder, check, payloads }: RenderRequest): { sent: Sent; parts: Uint8Array[] } {
  const folders = [...new Set([folder, ...payloads.flatMap(({ older }) => older?.folder ?? [])])];
  const sent: Sent = {
    folders: folders.map(({ path, files }) => ({ path, files: files.map((file) => ({ path: file.path, mode: file.mode, id: file.id })) })),
    check,
    payloads: payloads.map(({ older, ...wanted }) => ({
      ...wanted,
      older: older && { folder: folders.indexOf(older.folder), edited: older.edited },
    })),
  };
  return { sent, parts: folders.flatMap(({ files }) => files.map(({ bytes }) => bytes)) };
}

/** Puts it together again. */
export function requestOf({ folders, check, payloads }: Sent, parts: readonly Uint8Array[]): RenderRequest {
  const bytes = parts.values();
  const known: ItemFolder[] = folders.map(({ path, files }) => ({
    path,
    files: files.map((file) => ({ ...file, bytes: bytes.next().value ?? new Uint8Array() })),
  }));
  const folderAt = (index: number): ItemFolder => known[index] as ItemFolder;
  return {
    folder: folderAt(0),
    check,
    payloads: payloads.map(({ older, address, ...wanted }) => ({
      ...wanted,
      address,
      older: older && { folder: folderAt(older.folder), edited: older.edited },
    })),
  };
}
