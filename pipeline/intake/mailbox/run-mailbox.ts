import type { Instant } from '../../beijing-time.ts';
import { type Outcome, type Ports, takeMail } from './take-mail.ts';

/** What a run through the inbox came to. What it couldn't do stays in the inbox for the next one. */
export interface MailboxReport {
  taken: Outcome[];
  /** Mails that it didn't get done, each with what went wrong. */
  failed: unknown[];
  quarantined: { from: string; at: Instant }[];
}

/** Takes every mail of the inbox; one that fails keeps no other from being taken. */
export async function runMailbox(ports: Ports): Promise<MailboxReport> {
  const [taken, failed]: [Outcome[], unknown[]] = [[], []];
  for (const waiting of await ports.mailbox.waiting()) {
    try {
      taken.push(await takeMail(waiting, ports, failed.length > 0));
    } catch (error) {
      failed.push(error);
    }
  }
  return { taken, failed, quarantined: await ports.mailbox.quarantined() };
}
