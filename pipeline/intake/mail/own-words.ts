/** The line that stands before a quoted letter in the mail programs that are used in China. */
const RULE =
  /^[\s>]{0,9}[-—_=]{2,60}\s?(?:原始邮件|原邮件|转发邮件信息|转发的邮件|回复的邮件|Original Message|Original Appointment|Forwarded message)\s?[-—_=]{2,60}\s{0,9}$/i;
/** `李四 <…> 于2026年11月24日周二 09:00写道：`: they name the time of day, which nobody does who quotes a letter in his own text. */
const WROTE = /(?:写道|wrote)\s?[:：]$/i;
const CLOCK = /\d:\d\d/;

const beginsQuote = (line: string): boolean => {
  const words = line.trim();
  return RULE.test(line) || (words.length <= 300 && WROTE.test(words) && CLOCK.test(words));
};

/** Fields of a quoted letter's head. */
const FIELD = /^[\s>*]{0,9}(?:发件人|发送时间|发送日期|日期|时间|收件人|抄送|主题|附件|From|Sent|Date|To|Cc|Subject)\s{0,4}\*{0,2}[:：]/i;
const SENDER_FIELD = /^[\s>*]{0,9}(?:发件人|From)\s{0,4}\*{0,2}[:：]/i;
const FORWARD = /^\s*(?:fwd?|转发)\s*[:：]/i;

/** What a telephone or a mail service writes below each letter. */
const OF_PROGRAM =
  /^(?:发自|来自|由)?\s?(?:我的)?\s?[\p{L}\d .+-]{0,24}(?:iPhone|iPad|手机|客户端|邮箱大师|手机版)(?:发送|发出)?[。.]?$|^(?:发自|来自)\s?(?:我的|QQ|网易|新浪|139)|^Sent from /iu;

const LONGEST_SIGNATURE = 10;

/** Where a letter ends: at the line that begins a signature, else before what its program writes there. */
function endOf(lines: readonly string[]): number {
  const signature = lines.findIndex((line, at) => line === '-- ' || (line === '--' && lines.length - at <= LONGEST_SIGNATURE));
  if (signature !== -1) return signature;
  let end = lines.length;
  while (end > 0 && (lines[end - 1]?.trim() === '' || OF_PROGRAM.test(lines[end - 1]?.trim() ?? ''))) end -= 1;
  return end;
}

const joined = (lines: readonly string[]): string => lines.join('\n').trim();

/** Where a quoted letter begins: at its line, at its head of at least three fields, or at lines that all begin with `>`. */
function quoteAt(lines: readonly string[]): number {
  const marked = (line: string): boolean => line.trim() === '' || line.startsWith('>');
  const last = lines.findLastIndex((line) => !marked(line));
  return lines.findIndex((line, index) => {
    if (beginsQuote(line)) return true;
    if (SENDER_FIELD.test(line)) return lines.slice(index, index + 6).filter((next) => FIELD.test(next)).length >= 3;
    return line.startsWith('>') && index > last;
  });
}

/**
 * Takes apart a letter's own text and what it quotes. A letter that was passed on (转发) and adds nothing of its own *is* what it quotes; of
 * that only the head goes.
 */
export function takeApart(text: string, subject: string): { own: string; quoted: string } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const at = quoteAt(lines.slice(0, endOf(lines)));
  const until = at === -1 ? lines.length : at;
  const end = endOf(lines.slice(0, until));
  const own = joined(lines.slice(0, end));
  if (at === -1) return { own, quoted: joined(lines.slice(end)) };
  const rest = lines.slice(own === '' ? at : end);
  if (own !== '' || !FORWARD.test(subject)) return { own, quoted: joined(rest) };
  const head = rest.findIndex((line) => line.trim() !== '' && !FIELD.test(line) && !beginsQuote(line));
  return head === -1 ? { own: '', quoted: joined(rest) } : { own: joined(rest.slice(head)), quoted: joined(rest.slice(0, head)) };
}

/** Addresses from which mail services hand out what was too large to attach: QQ, 企业邮, 163, 139, 阿里, 网盘. */
const REMOTE =
  /\/\/(?:(?:wx\.)?(?:ex)?mail\.qq\.com\/(?:cgi-bin\/ftnExs|ftn\/)|(?:mail|fs|dashi)\.(?:163|126|yeah)\.(?:com|net)\/(?:large-attachment|fs\/display|html\/cloud-attachment|cgi-bin\/nfs)|pan\.baidu\.com\/|1drv\.ms\/|(?:www|share)\.weiyun\.com\/|pan\.quark\.cn\/|www\.(?:aliyundrive|alipan)\.com\/)/i;
/** Services without an address of their own for it, and what theirs has in it then. */
const SERVICE = /\/\/(?:mail\.10086\.cn|qiye\.aliyun\.com|mail\.aliyun\.com)\//i;
const LARGE = /disk|large|bigattach/i;
const ADDRESS = /https?:\/\/[^\s"'<>）)】]{4,2000}/gi;
/** The lines with which a mail service begins its list. */
const HEADING = /^[^\n]{0,30}(?:超大附件|云附件|中转站文件)[^\n]{0,20}$/;

const FILE_NAME = /\.(?:zip|rar|7z|docx?|wps|pdf|jpe?g|png|mp4|mov)$/i;
const SIZE = /^\d[\d.]{0,9} ?[KMG]/i;

/** Whether a line is that of such a file beside its link: its name, alone or with its size in brackets. */
function isFileLine(line: string): boolean {
  const [name = '', size] = line.split(/[(（]/);
  return line.length <= 300 && FILE_NAME.test(name.trim()) && (size === undefined || SIZE.test(size));
}

const isRemote = (url: string): boolean => REMOTE.test(url) || (SERVICE.test(url) && LARGE.test(url));

/** What was sent as a link alone, and the text without the lines that say so. */
export function withoutRemoteFiles(text: string, links: readonly { url: string; words: string }[]): { text: string; remote: string[] } {
  const remote = links.flatMap(({ url, words }) => (isRemote(url) ? [words.trim() || url] : []));
  const kept = text.split('\n').filter((line) => {
    const urls = (line.match(ADDRESS) ?? []).filter(isRemote);
    if (urls.length > 0) remote.push(line.trim());
    return urls.length === 0;
  });
  if (remote.length === 0 && !kept.some((line) => HEADING.test(line))) return { text, remote };
  const named = links.flatMap(({ url, words }) => (isRemote(url) ? [words.trim()] : []));
  const isOfFile = (line: string): boolean => isFileLine(line) || (line !== '' && named.includes(line));
  const headings = kept.filter((line) => HEADING.test(line));
  return {
    text: kept
      .filter((line) => !HEADING.test(line) && !isOfFile(line.trim()))
      .join('\n')
      .trim(),
    remote: [...new Set(remote.length > 0 ? remote : headings.map((line) => line.trim()))],
  };
}
