import { markdownOf as written } from '#pipeline/intake/draft/markdown.ts';
import type { Received } from '#pipeline/intake/received.ts';
import { readWord } from '#pipeline/intake/word/read-word.ts';
import { zipOf } from '#pipeline/review/form/zip.ts';

const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${TYPE}"`,
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"',
  'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(' ');

/** An XML part with all names of Word. */
export const xmlOf = (root: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} ${NAMES}>${inside}</${root}>`;

/** A relation of the body: its kind, where it leads, and whether that is outside. */
export type Link = readonly [kind: string, target: string, outside?: 'outside'];

/** What a Word file of a test consists of. Parts beside the body are their insides; `relations` are the body's by their id. */
export interface WordParts {
  body: string;
  /** The colour of its pages. */
  background?: string;
  styles?: string;
  numbering?: string;
  settings?: string;
  header?: string;
  footer?: string;
  comments?: string;
  footnotes?: string;
  endnotes?: string;
  relations?: Record<string, Link>;
  /** Other files by path, as they are. */
  files?: Record<string, string | Uint8Array>;
  /** Relations of the whole file beside the body's. */
  top?: Record<string, Link>;
}

const ROOTS = {
  styles: 'w:styles',
  numbering: 'w:numbering',
  settings: 'w:settings',
  header: 'w:hdr',
  footer: 'w:ftr',
  comments: 'w:comments',
  footnotes: 'w:footnotes',
  endnotes: 'w:endnotes',
} as const;

const relationsOf = (links: Record<string, Link>): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(links)
    .map(
      ([id, [kind, target, outside]]) =>
        `<Relationship Id="${id}" Type="${TYPE}/${kind}" Target="${target}"${outside ? ' TargetMode="External"' : ''}/>`,
    )
    .join('')}</Relationships>`;

/** A Word file of a test, as its parts by path. */
export function partsOf(parts: WordParts): Record<string, string | Uint8Array> {
  const beside = Object.entries(ROOTS).flatMap(([name, root]) => {
    const inside = parts[name as keyof typeof ROOTS];
    return inside === undefined ? [] : [[name, xmlOf(root, inside)] as const];
  });
  const links = { ...Object.fromEntries(beside.map(([name]) => [`own-${name}`, [name, `${name}.xml`] as Link])), ...parts.relations };
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationsOf({ rId1: ['officeDocument', 'word/document.xml'], ...parts.top }),
    'word/document.xml': xmlOf(
      'w:document',
      `${parts.background ? `<w:background w:color="${parts.background}"/>` : ''}<w:body>${parts.body}</w:body>`,
    ),
    'word/_rels/document.xml.rels': relationsOf(links),
    ...Object.fromEntries(beside.map(([name, xml]) => [`word/${name}.xml`, xml])),
    ...parts.files,
  };
}

/** Parts as the bytes of one file. */
export const zipped = (files: Record<string, string | Uint8Array>): Uint8Array =>
  zipOf(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? Buffer.from(content) : content] as const));

export const wordFile = (parts: WordParts): Uint8Array => zipped(partsOf(parts));

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** A run of words with its properties. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
/** A paragraph of runs or, without marks, of words. */
export const par = (inside: string, properties = ''): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${inside.startsWith('<') ? inside : run(inside)}</w:p>`;
export const cell = (inside: string, properties = ''): string =>
  `<w:tc>${properties && `<w:tcPr>${properties}</w:tcPr>`}${inside.startsWith('<') ? inside : par(inside)}</w:tc>`;
export const row = (...cells: string[]): string =>
  `<w:tr>${cells.map((one) => (one.startsWith('<w:tc>') ? one : cell(one))).join('')}</w:tr>`;
export const table = (...rows: string[]): string => `<w:tbl>${rows.join('')}</w:tbl>`;
/** A picture in its place, named by a relation. */
export const picture = (id: string, description = '', fill = ''): string =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="${description}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${id}"/>${fill}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
export const textBox = (inside: string, fill = ''): string =>
  `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>${fill && `<wps:spPr><a:solidFill><a:srgbClr val="${fill}"/></a:solidFill></wps:spPr>`}<wps:txbx><w:txbxContent>${inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
/** A field with its code and what it shows. */
export const field = (code: string, shown: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${escaped(code)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** What was read, as Markdown. */
export const markdownOf = ({ text }: Received): string => written(text.children).trim();
/** What was told: kind, place, words. */
export const toldOf = ({ report }: Received): string[] =>
  report.map(({ kind, place, quote }) => `${kind} ${place}${quote === '' ? '' : `：${quote}`}`);

export const readParts = (parts: WordParts): Promise<Received> => readWord(wordFile(parts), '稿件.docx');
