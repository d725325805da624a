import { beijingDate } from '../../beijing-time.ts';
import { historyYearOf } from '../../item/history/history.ts';
import { escapeHtml } from '../../render/elements.ts';
import { type Listed, numbersIn } from './catalogue.ts';
import type { Material } from './material.ts';

/** What each step is, why, and its commands. A person pastes them into one shell, one after the other. */
const STEPS: { title: string; words: string; commands: string }[] = [
  {
    title: '一、准备',
    words:
      '在归档包的文件夹里打开终端（Windows 用 Git Bash），依次粘贴下面各段，同一个窗口，不要换。只用 openssl（3.0 或更新）、sha256sum 和系统自带的命令，不连网。以后只会印出两种行，应当全部是“一致”；有一行“不一致”，就不要接收，把那一行抄下来查明。只查一件的，把 ITEMS 换成那一件的文件夹。',
    commands: `export LC_ALL=C
ITEMS=件
WORK=$(mktemp -d)
digest() { openssl dgst -sha256 -r | cut -c1-64; }
field() { sed -n "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/p"; }
same() { if [ "$2" = "$3" ]; then echo "一致　　$1"; else echo "不一致　$1：应为 $3，实为 $2"; fi; }
none() { if [ -z "$2" ]; then echo "一致　　$1"; else echo "不一致　$1：$2"; fi; }`,
  },
  {
    title: '二、文件没有少、没有多、没有变',
    words: '最后一行是校验和清单自己的摘要，请与移交清单（纸质、已签字）上记的对照：清单若被人重写，只有这样看得出来。',
    commands: `none "每个文件的校验和" "$(sha256sum -c SHA256SUMS 2>&1 | grep -v ': OK$')"
none "没有链接和空文件夹" "$(find . -mindepth 1 ! -type f ! -type d; find . -mindepth 1 -type d -empty)"
same "文件个数" "$(find . -type f ! -name SHA256SUMS | grep -c '')" "$(grep -c '' SHA256SUMS)"
echo "请与移交清单对照　$(digest < SHA256SUMS)"`,
  },
  {
    title: '三、登记首尾相接',
    words:
      '台账每条登记一个文件，里面的 prev 是上一条整个文件的 SHA-256，evidence 是旁边那份审核记录的 SHA-256。因涉密不入包的，只有摘要，在“不入包的登记.txt”里。',
    commands: `chain() {
  prev=null
  count=1
  place=\${1##*台账/}
  for file in "$1"/[0-9]*.json; do
    case $file in *-evidence.json) continue ;; esac
    name=$place/$(basename "$file")
    while held=$(sed -n "s|^\\([0-9a-f]*\\)  $place/$(printf %04d "$count")\\$|\\1|p" 不入包的登记.txt) && [ -n "$held" ]; do
      prev=$held
      count=$((count + 1))
    done
    same "$name 的序号" "$(basename "$file" | cut -c1-4)" "$(printf %04d "$count")"
    same "$name 只有一行" "$(grep -c '' "$file")" 1
    same "$name 接着上一条" "$(sed -n 's/.*"prev":"*\\([0-9a-z]*\\)"*,.*/\\1/p' "$file")" "$prev"
    evidence=$(field evidence < "$file")
    if [ -n "$evidence" ]; then
      same "$name 旁边的审核记录" "$(digest < "$1/$(printf %04d "$count")-evidence.json")" "$evidence"
    fi
    prev=$(digest < "$file")
    count=$((count + 1))
  done
}
none "全部登记首尾相接" "$(find "$ITEMS" 台账 -path '*台账/*' -name '[0-9]*.json' -exec dirname {} \\; | sort -u | while read -r folder; do chain "$folder"; done | grep -v '^一致')"`,
  },
  {
    title: '四、签名',
    words:
      '每条登记都有发布程序的签名：签的是一行 sanshen-ledger-v1、一行登记在台账里的路径，接着去掉 signature 的全部内容，算法 Ed25519。公钥在“公钥”文件夹里，文件名就是公钥的编号（它自己的 SHA-256）。印出的编号请与启用时存档的那张纸对照：公钥若被一起换掉，后面都会一致，这一步只能由人来做。',
    commands: `for key in 公钥/*.pem; do
  same "公钥的编号" "$(openssl pkey -pubin -in "$key" -outform DER | digest)" "$(basename "$key" .pem)"
done
verified() {
  printf %s "$3" | field sig | openssl base64 -d -A > "$WORK/sig"
  same "$1" "$(openssl pkeyutl -verify -pubin -inkey "公钥/$(printf %s "$3" | field keyid).pem" -rawin -in "$2" -sigfile "$WORK/sig" 2>&1 | head -n 1)" "Signature Verified Successfully"
}
written() { sed 's/"signature":{[^}]*},//' "$1"; }
entry() {
  { printf 'sanshen-ledger-v1\\n%s\\n' "\${1##*台账/}"; written "$1" | tr -d '\\n'; } > "$WORK/signed"
  verified "\${1##*台账/} 的签名" "$WORK/signed" "$(grep -o '"signature":{[^}]*}' "$1")"
}
form() {
  field payload < "$1" | openssl base64 -d -A > "$WORK/payload"
  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < "$WORK/payload")"; cat "$WORK/payload"; } > "$WORK/signed"
  verified "\${1##*台账/} 里面的签名" "$WORK/signed" "$(written "$1")"
}
none "每条登记的签名" "$(find "$ITEMS" 台账 -path '*台账/*' -name '[0-9]*.json' ! -name '*-evidence.json' | sort | while read -r file; do entry "$file"; done | grep -v '^一致')"`,
  },
  {
    title: '五、审核单、稿件就是签的那一份',
    words:
      '签了名的审核单写着编号、目录树和稿件每个文件的 SHA-256。这里把它们与各件里的稿件、审核单逐一对照。稿件已登记清除的，没有“稿件”文件夹，在目录备注里写明。',
    commands: `text() {
  form "$1"
  number=$(field number < "$WORK/payload")
  folder=$(find "$(printf %s "$1" | sed 's|/台账/.*||')" -mindepth 1 -maxdepth 1 -type d -name "$number *")
  same "$number 只有一份" "$(printf '%s\\n' "$folder" | grep -c .)" 1
  same "$number 审核单上的目录树" "$(grep -c "gitTree $(field tree < "$WORK/payload")" "$folder/审核单.html")" 1
  same "$number 依据的审核记录" "$(digest < "$(printf %s "$1" | sed 's/-approval-.*/-evidence.json/')")" "$(field evidence < "$WORK/payload")"
  if [ -d "$folder/稿件" ]; then
    grep -o '"path":"[^"]*","sha256":"[0-9a-f]*"' "$WORK/payload" > "$WORK/files"
    same "$number 的文件个数" "$(find "$folder/稿件" -type f | grep -c '')" "$(grep -c '' "$WORK/files")"
    while IFS='"' read -r _ _ _ path _ _ _ sum _; do
      same "$number 的 $path" "$(digest < "$folder/稿件/$path")" "$sum"
    done < "$WORK/files"
  fi
}
none "每份审核单和稿件" "$(find "$ITEMS" -path '*/台账/*' -name '*-approval-*.json' | sort | while read -r file; do text "$file"; done | grep -v '^一致')"
rm -r "$WORK"`,
  },
];

/** How the page looks. */
const STYLE = `
@page{size:A4;margin:25mm 22mm}
*{box-sizing:border-box}
body{max-width:800px;margin:0 auto;padding:32px 24px 64px;background:var(--paper);color:var(--ink);font:16px/1.75 var(--sans);overflow-wrap:anywhere}
h1{margin:0 0 8px;font:400 30px/1.38 var(--serif)}
h2{margin:40px 0 8px;font:400 24px/1.3 var(--serif)}
h3{margin:28px 0 8px;font:400 19px/1.4 var(--serif)}
pre{padding:12px;overflow-x:auto;background:var(--wash);font:13px/1.6 monospace}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
@media print{body{max-width:none;padding:0}pre{white-space:pre-wrap}}
`;

/** One plain page that loads nothing. */
function plainPage(title: string, css: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${css}${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

const LIMITS = [
  '证明：持有签名密钥的发布程序在登记的时间看到过这样的审核记录，并按当时的名单与规则得出“三级审核已完成”；从那以后，审核单、稿件、审核记录一个字节也没有变。',
  '不证明：不是领导和审核人的电子签名，姓名是系统记录；不防持有密钥的人，不防把台账、公钥整个换成另一套，所以公钥编号和清单摘要要与纸上的对照；不是可信时间；不证明内容真实。',
  'PDF 由浏览器打印，方便阅读，只有校验和管着它；审核单以签了名的登记和 HTML 为准。PDF 不是 PDF/A，也不是 OFD；档案馆要求版式文件的，请另行转换。',
  '目录的字段参照 DA/T 22-2015 归档文件目录；密级一律为“无”：涉密的不得进入本系统。页数是审核单（含全文附页）按 A4 打印的页数。',
];

/** The page that goes first: what is in the package, and how anybody checks it without this program. */
export function checkingPage(
  material: Material,
  listed: readonly Listed[],
  { css, pdf, keys }: { css: string; pdf: boolean; keys: readonly string[] },
): string {
  const { year, ledger, versions, withheld } = material;
  const bureau = versions.at(-1)?.organisation.bureau ?? '';
  const numbers = numbersIn(material, listed);
  const gone = listed.flatMap(({ number, parts }) =>
    parts.flatMap(({ form, gone: why }) => (why ? [`${number} 的审核单 ${form.number}：${why}`] : [])),
  );
  const facts = [
    `共 ${listed.length} 件，审核单编号 ${numbers[0]?.number ?? ''} 至 ${numbers.at(-1)?.number ?? ''}，逐号去向见目录第二张表。一件一个文件夹，在“件”里；更正、撤稿随原件，每次审定一个小文件夹：审核单（HTML、Word${pdf ? '、PDF' : ''}，正文在附页）、稿件（审定的原样和图片）；“台账”是这一件的全部登记和审核记录。`,
    ...(versions.some(({ files }) => files.some(({ path }) => historyYearOf(path) !== null))
      ? ['迁入的历史信息没有审核单，不在包里。']
      : []),
    '归在首份审核单签名的那一年（北京时间）；审定后没有发布的也在内，备注写明。',
    ...(pdf ? [] : ['没有 PDF：做包的电脑上没有浏览器（CHROME_PATH 或 chromium）。审核单的 HTML 可以直接打印。']),
    withheld.length === 0
      ? '没有因涉密撤回的信息。'
      : `因涉密撤回的 ${withheld.length} 件只列编号（${withheld.flatMap((one) => one.numbers).join('、')}）：没有标题、单位、正文、图片、审核记录，登记只留种类、时间和摘要，与台账原件仍可对照；和它们一起报送的按同样办理。`,
    ...gone,
    `台账提交 ${ledger}；最后一版名单与规则自 ${beijingDate(versions.at(-1) ? (lastSettingsAt(material) ?? '') : '')} 登记。`,
    ...keys.map((key) => `公钥编号 ${key}`),
    '用本系统查得更全：npx --no-install sanshen verify --archive 本文件夹。',
  ];
  const lines = (words: readonly string[]): string => words.map((word) => `<p>${escapeHtml(word)}</p>`).join('\n');
  const steps = STEPS.map(
    ({ title, words, commands }) => `<h3>${title}</h3>\n<p>${escapeHtml(words)}</p>\n<pre tabindex="0">${escapeHtml(commands)}</pre>`,
  );
  const title = `${bureau}　${year} 年“两微一站”信息归档包`;
  return plainPage(
    title,
    css,
    [
      `<h1>${escapeHtml(title)}</h1>`,
      lines(facts),
      '<h2>怎样验这个归档包</h2>',
      ...steps,
      '<h2>签名证明什么，不证明什么</h2>',
      lines(LIMITS),
    ].join('\n'),
  );
}

/** When the newest version of the settings was registered. */
function lastSettingsAt({ settings }: Material): string | undefined {
  const last = settings.findLast(({ path }) => /-settings-/.test(path));
  return last && (JSON.parse(Buffer.from(last.bytes).toString('utf8')) as { at: string }).at;
}
