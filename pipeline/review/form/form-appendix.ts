import { escapeHtml } from '../../render/elements.ts';
import { type Block, linesOf, type Measure, paginate } from './form-fit.ts';
import { opinionsOf } from './form-signed.ts';
import type { ReviewForm } from './review-form.ts';

/** A picture for the appendix, with its bytes in the address: the page loads nothing. */
export interface FormPicture {
  name: string;
  /** `data:image/jpeg;base64,…` */
  dataUri: string;
  caption: string;
}

const PAGE: Measure = { width: 166, points: 12, line: 7.2 };
/** A4 less margins and the running line. */
const HEIGHT = 248;
const FIGURE = 108;
const DATA: Measure = { width: 166, points: 9, line: 4.8 };
const HEADING: Measure = { width: 166, points: 13, line: 9 };

const DATA_URI = /^data:image\/jpeg;base64,[A-Za-z0-9+/=]*$/;

function figure({ name, dataUri, caption }: FormPicture): Block<string> {
  if (!DATA_URI.test(dataUri)) throw new TypeError(`not a JPEG data address: ${name}`);
  const words = escapeHtml(caption === '' ? name : `${caption}（${name}）`);
  return {
    content: `<figure><img src="${dataUri}" alt="${escapeHtml(caption || name)}"><figcaption>${words}</figcaption></figure>`,
    height: FIGURE,
  };
}

const heading = (text: string): Block<string> => ({
  content: `<h2>${escapeHtml(text)}</h2>`,
  height: linesOf(text, HEADING) * HEADING.line,
  leads: true,
});

function textBlocks(paragraphs: readonly string[]): Block<string>[] {
  return paragraphs
    .flatMap((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''))
    .map((text) => ({ text, first: true }));
}

const datum = (text: string): Block<string> => ({
  content: `<p class="data">${escapeHtml(text)}</p>`,
  height: linesOf(text, DATA) * DATA.line,
});

/** What lies behind page one. */
export interface Appendix {
  /** Text, pictures, opinions and remarks in full; absent where page one holds all of them. */
  whole?: { paragraphs: readonly string[]; pictures: readonly FormPicture[] };
  /** Everything that the form is checked by, a line each; empty on a draft. */
  proof: readonly string[];
}

function wholeBlocks(form: ReviewForm, { paragraphs, pictures }: Required<Appendix>['whole']): Block<string>[] {
  const signed = opinionsOf(form);
  return [
    ...(paragraphs.length > 0 ? [heading(form.title), ...textBlocks(paragraphs)] : []),
    ...pictures.map(figure),
    ...(signed.length > 0 ? [heading('审核意见'), ...textBlocks(signed)] : []),
    heading('备注'),
    ...textBlocks(form.remarks),
  ];
}

/** The pages behind page one; each says which page of how many it is. */
export function appendixOf(form: ReviewForm, { whole, proof }: Appendix): string[] {
  const blocks = [...(whole ? wholeBlocks(form, whole) : []), ...(proof.length > 0 ? [heading('核验数据'), ...proof.map(datum)] : [])];
  const pages = paginate(blocks, HEIGHT, PAGE, 2);
  return pages.map((page, index) => {
    const body = page.map(({ text, content, ...rest }) => {
      if (text === undefined) return content;
      return `<p${'first' in rest && rest.first ? '' : ' class="on"'}>${escapeHtml(text)}</p>`;
    });
    const running = `<p class="running">审核单 ${escapeHtml(form.number || '草稿')} 附页 ${index + 2}/${pages.length + 1}</p>`;
    return `<section class="sheet">\n${running}\n<div class="page">${body.join('\n')}</div>\n</section>`;
  });
}
