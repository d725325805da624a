import { createHash } from 'node:crypto';
import type { RootContent } from 'mdast';
import { beijingDate, beijingMinute, type Instant } from '../../beijing-time.ts';
import { fieldAt } from '../../item/front-matter/front-matter-words.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { ITEMS_FOLDER } from '../../item/item-path.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Received } from '../received.ts';
import type { ReportLine } from '../report.ts';
import type { ReadyPicture } from '../picture/ready-picture.ts';

/** Who sent it, as far as the way it came tells: an address or an account of organisation.yml, `--unit`, `--submitter`. Never the text. */
export interface Sender {
  /** A person id; `null` where only the unit is known (an address that a unit shares). */
  person: string | null;
  /** A unit id; `null` where the text has to say it. */
  unit: string | null;
}

/** What somebody has told besides the text, by the front matter's keys (an issue's form, the terminal). It goes before any rule. */
export type Told = Partial<Omit<FrontMatter, 'submitter' | 'submitted_at'>>;

/** All that one item is made from; pure data. */
export interface Material {
  text: Received;
  /** The annex's form where it came as a file of its own. */
  form?: Received | undefined;
  /** As JPEG: those of the text by their keys there, and those sent beside it. */
  pictures: readonly ReadyPicture[];
  sender: Sender;
  /** 报送时间: the mail's arrival, the clock of the command. */
  arrivedAt: Instant;
  organisation: Organisation;
  told?: Told | undefined;
}

/** An item folder that could be written, whole. */
export interface Draft {
  /** `<unit>/<yyyy-mm-dd>-<slug>`; the same text of the same day gives the same id. */
  id: string;
  /** The folder, from the repository's root. */
  path: string;
  /** `index.md` and JPEGs; paths relative to the folder. */
  files: { path: string; bytes: Uint8Array }[];
  /** Keys of the front matter that stand as 待填, and `caption:<file>` for a picture without a description, in the annex's order. */
  missing: string[];
  /** What was dropped, changed or is doubtful; `blocks` (report.ts) says which keep the item from its review. */
  report: ReportLine[];
}
