import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { COMMON_OPTIONS, parseOptions } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';

/** Every page that tells people what to type. */
export const PAGES = [
  ...readdirSync('.github')
    .filter((name) => /^\p{Script=Han}+\.md$/u.test(name))
    .sort()
    .map((name) => `.github/${name}`),
  'README.md',
  'content/README.md',
];

/** Code of a page: each line of a fenced block, and what stands between backticks elsewhere. */
function codeOf(text: string): string[] {
  return text
    .split(/^ *```.*$/m)
    .flatMap((part, index) =>
      index % 2 === 1 ? part.split('\n') : [...part.matchAll(/``(.+?)``|`([^`\n]+)`/g)].map(([, two, one]) => two ?? one ?? ''),
    );
}

/** The words of a command line as a shell would part them, up to a comment or where its output goes. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
  const end = words.findIndex((word) => /^(#.*|>|\||&&)$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** The `sanshen …` command lines of a page, each once. A file's or a signature's name is none. */
export function commandLines(page: string): string[] {
  const starts = /(?:^|&& |" )(?:npx --no-install sanshen|node (?:\S*\/)?(?:pipeline\/)?sanshen\.js|sanshen) (?=[a-z-])(.*)$/;
  const lines = codeOf(readFileSync(page, 'utf8')).flatMap((code) => starts.exec(code.trim())?.[1] ?? []);
  return [...new Set(lines.map((line) => line.trim()))];
}

/** A shell's own words on a page, each line once: what other programs are told to do. */
export function shellLines(page: string): string[] {
  const starts = /^(?:apt|apt-get|cat|curl|export|gh|git|grep|node|npm|openssl|python3|sed|sha256sum|ssh-keygen) \S/;
  const lines = codeOf(readFileSync(page, 'utf8')).map((code) => code.trim().replaceAll('\\|', '|'));
  return [...new Set(lines.filter((line) => starts.test(line) && !line.includes('sanshen.js')))];
}

/** By contract, and not in the table of commands yet. What is built is taken off this list. */
export const TO_COME: string[] = [];

/** Which entry of that list a line needs, if any. */
export function toCome(line: string): string | undefined {
  const words = wordsOf(line);
  return TO_COME.find((entry) => entry.split(' ').every((word, index) => (index === 0 ? words[0] === word : words.includes(word))));
}

/** What is wrong with a command line by the table of commands; `null`: nothing. */
export async function faultOf(line: string): Promise<string | null> {
  const [name = '', ...words] = wordsOf(line);
  if (name === '--version' || name === '--help') return words.length === 0 ? null : 'usage';
  const command = await (Object.hasOwn(COMMANDS, name) ? COMMANDS[name]?.load() : undefined);
  if (!command) return `no command ${name}`;
  const options = { ...COMMON_OPTIONS, ...command.options };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: words, options: parseOptions(command), allowPositionals: true, strict: true });
  } catch (error) {
    return (error as Error).message;
  }
  const { positionals, values } = parsed;
  if (positionals.length > (command.operands ?? 0)) return `too many operands: ${positionals.join(' ')}`;
  const format = values.format;
  if (format !== undefined && !command.formats.includes(String(format))) return `no format ${String(format)}`;
  const closed = Object.entries(values).flatMap(([option, value]) => {
    const words = [
      ...(options[option]?.help.match(/\b(?:error|outdated|privacy|secrecy|order|confirmed|failed|abandoned|website|wechat|weibo)\b/g) ??
        []),
    ];
    return words.length > 1 && typeof value === 'string' && !words.includes(value)
      ? [`--${option} ${value} is none of ${words.join(', ')}`]
      : [];
  });
  return closed[0] ?? null;
}
