import type { AlertCode } from '../../alerts/catalogue.ts';
import type { Instant } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Payload } from '../../render/payload.ts';

/** A picture that a platform already holds, kept in the ledger by content so that it is uploaded once. */
export interface Upload {
  sha256: string;
  /** `body`: an address for the text; `cover`: a permanent media id. */
  use: 'body' | 'cover';
  url: string;
  mediaId: string;
}

/** One release as the state machine hands it to a channel. */
export interface ReleaseOrder {
  item: string;
  revision: number;
  /** First 32 hex digits of sha256(item \0 channel \0 revision): the natural key that is left on the platform. */
  key: string;
  payload: Payload;
  /** Bytes of a picture, read from Git by its blob id. */
  image(blob: string): Promise<Uint8Array>;
  /** Ids of sub-steps that earlier runs finished (`draft`, `publish`, …). */
  steps: Record<string, string>;
  /** When the newest intent was written. */
  intentAt: Instant;
  /** This moment, by the same clock. */
  now: Instant;
  /** The newest page of the platform's list will do, read once a run for all that ask so: what it doesn't reach is `unreadable`. */
  newestPage?: boolean;
  /** The ledger knows nothing of it: a post of another revision of the item is there as well, and differs. */
  anyRevision?: boolean;
  uploads: Upload[];
}

/**
 * What a channel knows after a call. `uploads` are new ones, to be kept whatever the outcome; `message` of what is confirmed: what the platform
 * can't undo or doesn't tell, and who must see to it; `found`: it was there before the call, known by its words.
 */
export type Outcome = { uploads?: Upload[]; steps?: Record<string, string> } & (
  | { kind: 'confirmed'; remote: { id: string; url: string }; message?: string; found?: true }
  /** Nothing is public yet, and the next call needs what is in `steps` to be found in the ledger: it may follow at once. */
  | { kind: 'ready'; code: string; message: string }
  /** Accepted, not live yet. `message`: what a person still has to do, if anything. */
  | { kind: 'sent'; remote: { id: string; url: string }; message?: string }
  /**
   * Definitely not live. `retry`: a later run may try again by itself; `free`: doesn't use up an attempt (quota, not sent at all).
   */
  | { kind: 'failed'; code: AlertCode; message: string; retry: boolean; free: boolean }
  /** Nobody knows yet: read back before anything else. */
  | { kind: 'unknown'; code: AlertCode; message: string }
  /** `told`: the same sentence for people, where it quotes the text; the ledger gets `message` alone. */
  | { kind: 'needs-human'; code: AlertCode; message: string; told?: string }
);

/**
 * What reading back found. `differences`: one sentence each; words of the text stand behind a colon (`withoutQuotes`). `absent` may carry steps (a draft that
 * is there but not published).
 */
export type ReadBack =
  | { kind: 'present'; remote: { id: string; url: string }; differences: string[] }
  /** `message`: what a person has to do by now, if anything. */
  | { kind: 'pending'; steps: Record<string, string>; message?: string }
  | { kind: 'absent'; steps: Record<string, string> }
  | { kind: 'gone'; message: string }
  /** `later`: the platform can't be read at present and will be again; otherwise only a person can look. */
  | { kind: 'unreadable'; code: AlertCode; message: string; later?: boolean };

/**
 * A platform. Never throws for what a platform or network does. Every failure is an outcome with a code and a Chinese sentence that says
 * who must do what. Mutations are never repeated inside a call.
 */
export interface ChannelAdapter {
  readonly channel: Channel;
  /** Sends, going on from `order.steps`. */
  send(order: ReleaseOrder): Promise<Outcome>;
  /**
   * Sends several as one message, in this order; one outcome each, in the same order. Every order's steps name the same `group`. `spent`: drafts
   * of earlier tries that must be gone before anything is sent.
   */
  sendTogether?(orders: readonly ReleaseOrder[]): Promise<Outcome[]>;
  /** Looks for the order's key on the platform, without changing anything. */
  readBack(order: ReleaseOrder): Promise<ReadBack>;
  /**
   * Takes a release down; `confirmed` here means verified gone. An empty `remote.id`: it isn't public as far as anybody knows, and what
   * `order.steps` name (a draft) goes.
   */
  withdraw(order: ReleaseOrder, remote: { id: string; url: string }): Promise<Outcome>;
}
