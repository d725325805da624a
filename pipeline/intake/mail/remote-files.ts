/** Addresses from which mail services hand out what was too large to attach: QQ, 企业邮, 163, 139, 阿里, 网盘. */
const REMOTE =
  /\/\/(?:(?:wx\.)?(?:ex)?mail\.qq\.com\/(?:cgi-bin\/ftnExs|ftn\/)|(?:mail|fs|dashi)\.(?:163|126|yeah)\.(?:com|net)\/(?:large-attachment|fs\/display|html\/cloud-attachment|cgi-bin\/nfs)|pan\.baidu\.com\/|1drv\.ms\/|(?:www|share)\.weiyun\.com\/|pan\.quark\.cn\/|www\.(?:aliyundrive|alipan)\.com\/)/i;
/** Services without an address of their own for it, and what theirs has in it then. */
const SERVICE = /\/\/(?:mail\.10086\.cn|qiye\.aliyun\.com|mail\.aliyun\.com)\//i;
const LARGE = /disk|large|bigattach/i;
const ADDRESS = /https?:\/\/[^\s"'<>）)】]{4,2000}/gi;
/** The lines with which a mail service begins its list. */
const HEADING = /^[^\n]{0,30}(?:超大附件|云附件|中转站文件)[^\n]{0,20}$/;

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
  const headings = kept.filter((line) => HEADING.test(line));
  return {
    text: kept
      .filter((line) => !HEADING.test(line))
      .join('\n')
      .trim(),
    remote: [...new Set(remote.length > 0 ? remote : headings.map((line) => line.trim()))],
  };
}
