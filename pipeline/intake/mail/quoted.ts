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

/** A letter's own text and what it quotes of others. */
export interface Letter {
  own: string;
  quoted: string;
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
export function takeApart(text: string, subject: string): Letter {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const signature = lines.indexOf('-- ');
  const end = signature === -1 ? lines.length : signature;
  const at = quoteAt(lines.slice(0, end));
  if (at === -1) return { own: joined(lines.slice(0, end)), quoted: joined(lines.slice(end + 1)) };
  const [own, rest] = [joined(lines.slice(0, at)), lines.slice(at)];
  if (own !== '' || !FORWARD.test(subject)) return { own, quoted: joined(rest) };
  const head = rest.findIndex((line) => line.trim() !== '' && !FIELD.test(line) && !beginsQuote(line));
  return head === -1 ? { own: '', quoted: joined(rest) } : { own: joined(rest.slice(head)), quoted: joined(rest.slice(0, head)) };
}
