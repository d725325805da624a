import type { BeijingDate } from '../../beijing-time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';

/** What the letter is made from. */
export interface LetterOptions {
  organisation: Organisation;
  policy: Policy;
  /** Beijing date: posts in force on it are listed. */
  today: BeijingDate;
  /** Address of the API of GitHub; `null` if none was given, so that the trial one is meant. */
  apiUrl: string | null;
  /** Relays, where the settings of this machine name them. */
  wechatBase: string | null;
  weiboBase: string | null;
}
