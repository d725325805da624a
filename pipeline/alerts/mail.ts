import type { SendMailOptions, Transporter } from 'nodemailer';
import { isLoopback } from '../loopback.ts';
import type { Policy } from '../organisation/policy.ts';

/** A letter to one person, in plain text. */
export interface Mail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** Of an answer: its own id, what it answers, and where an answer to it goes. It says of itself that a program wrote it (RFC 3834). */
  answer?: { id: string; to: string | null; replyTo: string };
}

/** The bureau's mail server. Errors have a `code` that says what went wrong; their messages may quote the server. */
export interface MailServer {
  send: (mail: Mail) => Promise<void>;
  /** Logs in and sends nothing. */
  greet: () => Promise<void>;
}

/** What the environment says of the account at the mail server; nothing where the server knows this machine. */
export interface MailEnvironment {
  SMTP_USER?: string | undefined;
  SMTP_PASSWORD?: string | undefined;
}

const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * The mail server that the approved policy names, by SMTP. TLS begins with the first byte at port 465 and before anything is said at
 * other ports. Only this machine is spoken to in the clear. `null` where the policy names none.
 */
export function mailServerOf({ mail }: Pick<Policy, 'mail'>, env: MailEnvironment): MailServer | null {
  if (mail === undefined) return null;
  const { host, port, from } = mail;
  const { SMTP_USER: user, SMTP_PASSWORD: pass } = env;
  const encrypted = isLoopback(new URL(`http://${host}`)) ? { secure: false, ignoreTLS: true } : { secure: port === 465, requireTLS: true };
  const auth = user && pass ? { auth: { user, pass } } : {};
  const connected = async (act: (transport: Transporter) => Promise<unknown>): Promise<void> => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ host, port, ...encrypted, ...auth, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true });
    try {
      await act(transport);
    } finally {
      transport.close();
    }
  };
  return {
    send: ({ to, subject, text, answer }) =>
      connected((transport) => transport.sendMail({ from, to, subject, text, ...(answer ? headersOf(answer) : {}) })),
    greet: () => connected((transport) => transport.verify()),
  };
}

function headersOf({ id, to, replyTo }: NonNullable<Mail['answer']>): SendMailOptions {
  const answered = to === null ? {} : { inReplyTo: to, references: to };
  return { messageId: id, replyTo, ...answered, headers: { 'Auto-Submitted': 'auto-replied' } };
}

/** True where a server has said for good that an address takes no letter. */
export const isRefusedForGood = (error: unknown): boolean => {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return code === 'EENVELOPE' && responseCode >= 550;
};

/** Why a mail server did not do what it was asked: its code and number, and none of its words. */
export function mailFault(error: unknown): string {
  const { code, responseCode, name } = error as { code?: string; responseCode?: number; name?: string };
  return [code, responseCode].filter(Boolean).join(' ') || (name ?? 'Error');
}
