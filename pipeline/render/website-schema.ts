import type { Options } from 'rehype-sanitize';

const NOTE_ID = /^(user-content-fn(ref)?-|footnote-label$)/;
const NOTE_PLACE = /^#user-content-fn(ref)?-/;

/**
 * All that an item's text may be on the website. It is the last step before the HTML is written, so that nothing the steps before it let
 * through can get out: no style, no script, no foreign picture, no id but those of notes.
 */
export const WEBSITE_SCHEMA: Options = {
  tagNames: [
    ...['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'sup', 'span', 'code', 'pre', 'blockquote'],
    ...['ul', 'ol', 'li', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img', 'figure', 'figcaption', 'section'],
  ],
  attributes: {
    a: [
      'href',
      ['rel', 'noopener'],
      ['className', 'leaving'],
      'dataLeaving',
      ['id', NOTE_ID],
      'dataFootnoteRef',
      'dataFootnoteBackref',
      ['ariaDescribedBy', 'footnote-label'],
      ['ariaLabel', /^回到正文/],
    ],
    img: [['src', /^[a-z0-9][a-z0-9._-]*\.jpe?g$/], 'alt', 'width', 'height', ['loading', 'eager', 'lazy'], ['decoding', 'async']],
    h2: [['id', NOTE_ID]],
    li: [['id', NOTE_ID]],
    ol: ['start'],
    section: ['dataFootnotes', ['className', 'footnotes']],
    span: [['className', 'ai-label']],
    div: [
      ['className', 'table-scroll'],
      ['role', 'group'],
      ['ariaLabel', '表格'],
      ['tabIndex', 0],
    ],
    th: [
      ['scope', 'col'],
      ['className', 'align-left', 'align-center', 'align-right'],
    ],
    td: [['className', 'align-left', 'align-center', 'align-right']],
  },
  ancestors: {
    li: ['ul', 'ol'],
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    figcaption: ['figure'],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: [] },
  required: {},
  strip: ['script', 'style'],
  clobber: [],
  clobberPrefix: '',
  allowComments: false,
  allowDoctypes: false,
};

/** True for an address that leads to a note of the same page. */
export function isNotePlace(address: string): boolean {
  return NOTE_PLACE.test(address);
}
