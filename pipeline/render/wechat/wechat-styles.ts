const INK = '#16202e';
const QUIET = '#475467';
const LINE = '#d5dbe3';
const WASH = '#f4f6f8';

/**
 * Every style that the WeChat text may have. Only plain properties: WeChat drops `position`, classes and style sheets. It counts styles
 * against the text's 20,000 characters, so what can be inherited is written once on the whole.
 */
export const WECHAT_STYLES = {
  whole: `font-size:17px;line-height:1.75;color:${INK};text-align:justify`,
  p: 'margin:0 0 16px',
  note: `margin:0 0 16px;color:${QUIET};font-size:15px`,
  h2: 'margin:28px 0 12px;font-size:20px;line-height:1.4',
  h3: 'margin:24px 0 12px;font-size:18px;line-height:1.4',
  h4: 'margin:20px 0 12px;font-size:17px;line-height:1.4',
  list: 'margin:0 0 16px;padding-left:1.5em',
  blockquote: `margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid ${LINE};color:${QUIET}`,
  picture: 'margin:0 0 16px;text-align:center',
  img: 'max-width:100%;height:auto',
  caption: `margin:4px 0 0;color:${QUIET};font-size:14px`,
  table: 'width:100%;margin:0 0 16px;border-collapse:collapse;font-size:15px;text-align:left',
  th: `border:1px solid ${LINE};padding:6px;background:${WASH}`,
  td: `border:1px solid ${LINE};padding:6px`,
  hr: `margin:24px 0;border:0;border-top:1px solid ${LINE}`,
  pre: `margin:0 0 16px;padding:12px;background:${WASH};font-size:14px;text-align:left;white-space:pre-wrap;word-break:break-all`,
  code: `background:${WASH};font-size:15px`,
  del: 'text-decoration:line-through',
  notes: `margin:24px 0 0;padding:12px 0 0;border-top:1px solid ${LINE};color:${QUIET};font-size:14px;text-align:left;word-wrap:break-word`,
} as const;

export type WechatStyle = keyof typeof WECHAT_STYLES;

/** Values of `text-align` that a table's column may have. */
export const WECHAT_ALIGNS = ['left', 'center', 'right'] as const;
