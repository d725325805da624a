import type { Instant } from '../../beijing-time.ts';
import { type Outcome, type Ports, takeMail } from './take-mail.ts';

/** What a run through the inbox came to. What it couldn't do stays in the inbox for the next one. */
export interface MailboxReport {
  taken: Outcome[];
  /** Mails that it didn't get done, each with what went wrong. */
  failed: unknown[];
  quarantined: { from: string; at: Instant }[];
}

/** Takes every mail of the inbox; one that fails keeps none from being taken but what answers it. */
export async function runMailbox(ports: Ports): Promise<MailboxReport> {
  const [taken, failed]: [Outcome[], unknown[]] = [[], []];
  const undone = new Set<string>();
  for (const waiting of await ports.mailbox.waiting()) {
    try {
      taken.push(await takeMail(waiting, ports, undone));
    } catch (error) {
      failed.push(error);
    }
  }
  return { taken, failed, quarantined: await ports.mailbox.quarantined() };
}
