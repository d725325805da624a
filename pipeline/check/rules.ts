import type { Rule } from './rule.ts';
import { address } from './rules/address.ts';
import { arithmetic } from './rules/arithmetic.ts';
import { bankCard } from './rules/bank-card.ts';
import { bannedTerm } from './rules/banned-term.ts';
import { channelAllowed } from './rules/channel-allowed.ts';
import { concise } from './rules/concise.ts';
import { contact } from './rules/contact.ts';
import { contentTypeScope } from './rules/content-type-scope.ts';
import { correction } from './rules/correction.ts';
import { credential } from './rules/credential.ts';
import { dataDetail } from './rules/data-detail.ts';
import { dateValid } from './rules/date-valid.ts';
import { datedWording } from './rules/dated-wording.ts';
import { disguisedLink } from './rules/disguised-link.ts';
import { docNumber } from './rules/doc-number.ts';
import { document } from './rules/document.ts';
import { doubled } from './rules/doubled.ts';
import { duplicate } from './rules/duplicate.ts';
import { exifDetails } from './rules/exif-details.ts';
import { exifGps } from './rules/exif-gps.ts';
import { externalHost } from './rules/external-host.ts';
import { files } from './rules/files.ts';
import { flagEmblem } from './rules/flag-emblem.ts';
import { halfWidthPunct } from './rules/half-width-punct.ts';
import { idCard } from './rules/id-card.ts';
import { idiomTypo } from './rules/idiom-typo.ts';
import { internalLink } from './rules/internal-link.ts';
import { internalNotice } from './rules/internal-notice.ts';
import { invisible } from './rules/invisible.ts';
import { jpeg } from './rules/jpeg.ts';
import { lawArticle } from './rules/law-article.ts';
import { lawCitation } from './rules/law-citation.ts';
import { lawRepealed } from './rules/law-repealed.ts';
import { lawTitle } from './rules/law-title.ts';
import { map } from './rules/map.ts';
import { mapUndeclared } from './rules/map-undeclared.ts';
import { markdownSubset } from './rules/markdown-subset.ts';
import { markdownTraps } from './rules/markdown-traps.ts';
import { minor } from './rules/minor.ts';
import { namedPerson } from './rules/named-person.ts';
import { nearMiss } from './rules/near-miss.ts';
import { noForgedDate } from './rules/no-forged-date.ts';
import { noSelfApproval } from './rules/no-self-approval.ts';
import { officialTerms } from './rules/official-terms.ts';
import { pairs } from './rules/pairs.ts';
import { phone } from './rules/phone.ts';
import { pictureDate } from './rules/picture-date.ts';
import { pictureReused } from './rules/picture-reused.ts';
import { pictureWidth } from './rules/picture-width.ts';
import { placeholder } from './rules/placeholder.ts';
import { plate } from './rules/plate.ts';
import { rawHtml } from './rules/raw-html.ts';
import { register } from './rules/register.ts';
import { relativeDate } from './rules/relative-date.ts';
import { repostSource } from './rules/repost-source.ts';
import { schema } from './rules/schema.ts';
import { screenTerms } from './rules/screen.ts';
import { secrecyReview } from './rules/secrecy-review.ts';
import { secretMark } from './rules/secret-mark.ts';
import { secureLink } from './rules/secure-link.ts';
import { sevenDays } from './rules/seven-days.ts';
import { sizeAlt } from './rules/size-alt.ts';
import { slogan } from './rules/slogan.ts';
import { sovereignty } from './rules/sovereignty.ts';
import { surveillance } from './rules/surveillance.ts';
import { traditional } from './rules/traditional.ts';
import { unitRegistered } from './rules/unit-registered.ts';
import { weakMask } from './rules/weak-mask.ts';
import { wechatLimits } from './rules/wechat-limits.ts';
import { weiboLimits } from './rules/weibo-limits.ts';
import { wordPrompt } from './rules/word-prompt.ts';

/** All rules, in the order of the catalogue. One file a rule, with its examples. */
export const RULES: readonly Rule[] = [
  schema,
  files,
  noSelfApproval,
  unitRegistered,
  contentTypeScope,
  repostSource,
  correction,
  secrecyReview,
  sevenDays,
  noForgedDate,
  relativeDate,
  dateValid,
  secretMark,
  internalNotice,
  wordPrompt,
  credential,
  idCard,
  phone,
  bankCard,
  document,
  contact,
  plate,
  address,
  weakMask,
  minor,
  namedPerson,
  bannedTerm,
  screenTerms,
  officialTerms,
  sovereignty,
  slogan,
  nearMiss,
  datedWording,
  idiomTypo,
  doubled,
  halfWidthPunct,
  pairs,
  docNumber,
  traditional,
  invisible,
  duplicate,
  placeholder,
  concise,
  dataDetail,
  register,
  lawTitle,
  lawCitation,
  lawArticle,
  lawRepealed,
  arithmetic,
  rawHtml,
  markdownTraps,
  jpeg,
  exifGps,
  exifDetails,
  sizeAlt,
  pictureWidth,
  pictureDate,
  pictureReused,
  map,
  mapUndeclared,
  flagEmblem,
  surveillance,
  internalLink,
  externalHost,
  disguisedLink,
  secureLink,
  channelAllowed,
  wechatLimits,
  weiboLimits,
  markdownSubset,
];
