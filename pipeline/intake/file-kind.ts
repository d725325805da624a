import { Problem } from '../problem.ts';
import { pictureKind } from './picture/picture-kind.ts';

/** What a file can be taken as. */
export type FileKind = 'picture' | 'word' | 'zip' | 'mail' | 'text';

/** Why a file is not taken: a code, what it should be, and what its sender can do. */
interface NotTaken {
  code: string;
  message: string;
}

/** A refusal of a file that was sent. */
export const refusal = (code: string, message: string, file: string, cause?: unknown): Problem =>
  new Problem(`intake/${code}`, message, { place: file, exitCode: 1, cause });

const startsWith = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text;

const OLE = '\xd0\xcf\x11\xe0';

/** Whether a file is of the kind that Office wrote for all its programs, and has a part of such a name. */
const hasOldPart = (bytes: Uint8Array, name: string): boolean =>
  startsWith(bytes, OLE) && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name, 0, 'utf16le');

/** A .docx with a password lies in such a file. */
const hasPassword = (bytes: Uint8Array): boolean => hasOldPart(bytes, 'EncryptedPackage') || hasOldPart(bytes, 'EncryptionInfo');

/** Whether a file is a Word file of the old format (.doc, .wps): tables and other files begin alike. */
export const isOldWord = (bytes: Uint8Array): boolean => hasOldPart(bytes, 'WordDocument') && !hasPassword(bytes);

const SAVE_AS = '请在 Word 或 WPS 里另存为 .docx 后重新报送';

/** What is said of an old Word file where no program is there to convert it. */
export const OLD_WORD = `是旧格式（.doc、.wps）或加了密码的文件；应为没有密码的 .docx；${SAVE_AS}。`;

/** What nobody here takes, by its first bytes. */
const OTHERS: readonly [code: string, is: (bytes: Uint8Array) => boolean, message: string][] = [
  ['encrypted', hasPassword, '加了密码，打不开；应为没有密码的文稿；请去掉密码后重新报送。'],
  ['old-word', (bytes) => startsWith(bytes, OLE), OLD_WORD],
  ['pdf', (bytes) => startsWith(bytes, '%PDF'), '是 PDF，不能转成稿件；应为 Word 或 txt；请报送原来的 .docx。'],
  ['rtf', (bytes) => startsWith(bytes, '{\\rtf'), `是 RTF 文件；应为 .docx 或 .txt；${SAVE_AS}。`],
  [
    'rar',
    (bytes) => startsWith(bytes, 'Rar!') || startsWith(bytes, "7z\xbc\xaf'\x1c"),
    '是 RAR、7z 压缩包；应为 .zip 或直接附上文件；请改用 .zip，或不压缩直接报送。',
  ],
  [
    'picture-kind',
    (bytes) => ['BM', 'GIF8', 'II*\0', 'MM\0*'].some((start) => startsWith(bytes, start)) || startsWith(bytes.subarray(8), 'WEBP'),
    '是 BMP、GIF、TIFF、WebP 图片；应为 JPG；请另存为 JPG 后重新报送。',
  ],
];

/** What programs leave behind beside files. */
const LITTER = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;
const LOCK = /^~\$/;

/** Files that nobody has sent on purpose. */
export const isLitter = (name: string): boolean => name.split('/').includes('__MACOSX') || LITTER.test(name.split('/').at(-1) ?? '');

/** Tables and slides begin as texts do. */
const OTHER_OFFICE = /\.(?:xls|ppt|pps|et|dps|od[sp]|ofd)[xm]?$/i;

/** What a file is: by its bytes; by its name only where bytes can't tell (tables and slides, mail and text). */
export function fileKind(name: string, bytes: Uint8Array): FileKind | NotTaken {
  const own = name.split('/').at(-1) ?? name;
  if (LOCK.test(own)) {
    return {
      code: 'lock-file',
      message: '是 Word 打开文稿时的临时文件，不是文稿；应为文稿本身；请关闭 Word，报送名称不带“~$”的那个文件。',
    };
  }
  if (bytes.length === 0) return { code: 'empty', message: '是空文件；应有内容；请在电脑上打开确认后重新报送。' };
  if (pictureKind(bytes) !== null) return 'picture';
  const kind = { code: 'kind', message: '不是能收的文件；应为 Word（.docx）、txt 或 JPG 图片；请换一种格式后重新报送。' };
  if (OTHER_OFFICE.test(own)) return kind;
  if (isOldWord(bytes)) return 'word';
  const other = OTHERS.find(([, is]) => is(bytes));
  if (other) return { code: other[0], message: other[2] };
  if (startsWith(bytes, 'PK\x03\x04')) return /\.zip$/i.test(own) ? 'zip' : 'word';
  if (/\.eml$/i.test(own)) return 'mail';
  if (/\.(?:docx|docm|dotx)$/i.test(own)) return 'word';
  if (/\.(?:txt|text)$/i.test(own) || !own.includes('.')) return 'text';
  return kind;
}
