import { type GithubOptions, type Octokit, webHost } from './octokit.ts';

/** GitHub takes no larger picture into an issue (docs "Attaching files"). */
const MOST_BYTES = 25 * 1024 * 1024;
const PATIENCE = 30_000;
const MOST_REDIRECTS = 3;
/** Where the forge keeps what was attached: on github.com, and on a GitHub Enterprise Server (facts/intake 6). */
const ATTACHED =
  /^\/(?:user-attachments\/(?:assets\/[\w./-]+|files\/\d+\/[\w.%-]+)|storage\/user\/[\w./-]+|[\w.-]+\/[\w.-]+\/assets\/[\w./-]+)$/;
/** A slash, a backslash or a dot written by its number: a way out of the folder that nobody sees. */
const HIDDEN_STEP = /%(?:2e|2f|5c)/i;
const STORES = /(?:^|\.)githubusercontent\.com$|^github-production-user-asset-[\w-]+\.s3\.amazonaws\.com$/;

/** Whether an address is one of the forge's own attachments: nothing else that a text names is ever asked for. */
export function isAttachment(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, pathname, username } = new URL(address);
  const forge = new URL(apiUrl);
  return (
    protocol === forge.protocol &&
    [webHost(forge.host), `media.${forge.host}`].includes(host) &&
    username === '' &&
    ATTACHED.test(pathname) &&
    !HIDDEN_STEP.test(pathname)
  );
}

function mayFollow(to: URL, from: URL): boolean {
  return to.host === from.host || (to.protocol === 'https:' && STORES.test(to.hostname));
}

async function bytesOf(response: Response): Promise<Uint8Array | null> {
  if (!response.ok || response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads an address; the token is sent to the forge itself and never after a redirect. */
async function read(address: URL, token: string | null): Promise<Uint8Array | null> {
  let url = address;
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const headers = token !== null && step === 0 ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return bytesOf(response);
    const next = new URL(location, url);
    if (!mayFollow(next, url)) return null;
    url = next;
  }
  return null;
}

/** The address under which GitHub itself shows an attachment to whoever may see the repository: signed, for some minutes. */
async function shownAddress(octokit: Octokit, { apiUrl, repository }: GithubOptions, address: string): Promise<URL | null> {
  const { data } = await octokit.markdown.render({ text: `![](${address})`, mode: 'gfm', context: repository });
  const source = data.split('<img')[1]?.split(' src="')[1]?.split('"')[0]?.replaceAll('&amp;', '&');
  const url = source !== undefined && URL.canParse(source) ? new URL(source) : null;
  return url !== null && mayFollow(url, new URL(apiUrl)) ? url : null;
}

/**
 * The bytes of a picture that an issue shows, or of a file attached to it. In a private repository not every token gets them: first the address itself is asked, then
 * what GitHub makes of it in a text. `null` where neither gives any, and for an address that is none of the forge's.
 */
export async function attachmentBytes(octokit: Octokit, options: GithubOptions, address: string): Promise<Uint8Array | null> {
  if (!isAttachment(address, options.apiUrl)) return null;
  try {
    const direct = await read(new URL(address), options.token);
    if (direct !== null) return direct;
    const shown = await shownAddress(octokit, options, address);
    return shown === null ? null : await read(shown, null);
  } catch {
    // Whatever went wrong: the picture is asked for in another way, and the text goes on.
    return null;
  }
}
