/** The preview's own rules (look.md 4). Colours, sizes and faces are the tokens'; literal colours stand only on the bar and inside the platforms' frames. */
export const PREVIEW_STYLE = `
*{box-sizing:border-box}
body{margin:0;background:var(--sink);color:var(--ink);font:16px/1.75 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
img{max-width:100%;height:auto}
:focus-visible,input:focus-visible+label{outline:3px solid var(--focus);outline-offset:2px}
.hidden,main>input,.sizes>input{position:absolute;opacity:0;pointer-events:none}

header{display:flex;flex-wrap:wrap;align-items:center;gap:4px 20px;min-height:52px;padding:6px max(16px,calc((100vw - 1392px)/2));background:var(--bar-ground);color:var(--bar-ink)}
header h1{font:400 22px/1.4 var(--serif)}
.chip{padding:1px 10px;border:1px solid #ff9b91;color:#ff9b91;font-size:14px}
header .version{margin-left:auto;font-size:14px;color:var(--bar-quiet)}

main{max-width:1424px;margin:0 auto;padding:20px 16px 48px}
main>label,main>input{display:none}
.faces{display:grid;grid-template-columns:minmax(0,1.55fr) 393px minmax(0,1fr);gap:24px 32px;align-items:start}
.face{min-width:0;position:relative}
.face>h2{display:flex;justify-content:space-between;align-items:baseline;gap:12px;min-height:44px;font:400 22px/2 var(--serif)}
.face>h2 small{font:14px/1.6 var(--sans);color:var(--ink2)}
.card{margin-top:16px;padding:16px;background:var(--paper);border:1px solid var(--line)}

.sizes{display:grid;grid-template-columns:1fr repeat(4,auto);margin-top:-44px}
.sizes>label{position:relative;padding:0 8px;font-size:14px;line-height:44px;color:var(--ink2);cursor:pointer}
.sizes>label:first-of-type{grid-column:2}
.sizes>input:checked+label{color:var(--brand);text-decoration:underline;text-underline-offset:6px;text-decoration-thickness:2px}
.sheet{grid-column:1/-1;width:100%;min-width:0;margin:0 auto;padding:28px 40px;background:var(--paper);border:1px solid var(--line);font-size:18px;line-height:1.9}
.sheet h3{font:400 32px/1.38 var(--serif);text-align:center}
.clause{display:inline-block;text-wrap:balance}
.sheet .bar{display:flex;flex-wrap:wrap;justify-content:center;gap:0 16px;margin:12px 0 20px;padding-bottom:10px;border-bottom:1px solid var(--line);list-style:none;font-size:14px;color:var(--ink2)}
.sheet .masthead{display:none;font-size:14px}
.sheet .text{line-break:strict;text-align:justify}
.sheet .text p{margin:0 0 .7em;text-indent:2em}
.sheet .text h2,.sheet .text h3,.sheet .text h4{margin:1.2em 0 .5em;font:400 22px/1.3 var(--serif);text-align:start}
.sheet .text ul,.sheet .text ol{margin:0 0 .7em;padding-left:2em}
.sheet .text li p,.sheet .text td p,.sheet .text blockquote p{text-indent:0}
.sheet .text figure{margin:1em 0}
.sheet .text img{display:block;width:100%;background:var(--sink)}
.sheet .text figcaption{font-size:14px;line-height:1.6;text-align:center;color:var(--ink2);margin-top:6px}
.ai-label{margin-right:.5em;padding:0 6px;border:1px solid currentColor}
.sheet .text a{color:var(--brand)}
.sheet .text blockquote{margin:1em 0;padding:.5em 1em;background:var(--brand-wash)}
.table-scroll{overflow-x:auto;margin:1em 0}
.sheet .text table{width:100%;border-collapse:collapse;font-size:16px}
.sheet .text th,.sheet .text td{padding:6px 10px;border:1px solid var(--line);text-align:left}
.sheet .text th{background:var(--wash)}
.sheet .text .align-center{text-align:center}.sheet .text .align-right{text-align:right}
.sheet .text pre{overflow-x:auto;padding:12px;background:var(--wash);font-size:14px}
.sheet .end{text-align:right}
.sheet .correction{margin-bottom:1em;padding:8px 16px;border-left:4px solid var(--seal);background:var(--seal-wash);font-size:16px}
.sheet .correction b{color:var(--seal)}
#size-phone:checked~.sheet{max-width:375px;padding:20px 16px}
#size-phone:checked~.sheet h3{font-size:26px;line-height:1.36;text-align:start}
#size-phone:checked~.sheet .bar{justify-content:flex-start}
#size-phone:checked~.sheet .text{text-align:start}
#size-elder:checked~.sheet{font-size:28px}
#size-elder:checked~.sheet h3{font-size:42px}
#size-elder:checked~.sheet .bar,#size-elder:checked~.sheet .text figcaption{font-size:22px}
#size-elder:checked~.sheet .text{text-align:start}
#size-elder:checked~.sheet .text table{font-size:24px}
#size-print:checked~.sheet{background:#fff;color:#000;border-color:#000}
#size-print:checked~.sheet .masthead{display:block}
#size-print:checked~.sheet a{color:#000}
#size-print:checked~.sheet a[data-leaving]::after{content:"（" attr(data-leaving) "）"}

.phone{width:393px;max-width:100%;padding:9px;border-radius:36px;background:#16202e}
.phone .account{padding:10px;border-radius:28px 28px 0 0;background:#ededed;color:#16202e;font-size:16px;text-align:center}
.phone article{min-height:480px;padding:20px 16px 32px;border-radius:0 0 28px 28px;background:#fff;color:#16202e;font-family:var(--sans)}
.phone article>h3{font-size:22px;line-height:1.4;font-weight:600}
.phone .by{margin:8px 0 20px;font-size:15px;color:#6b7280}
.phone .by b{font-weight:400;color:#3d5a8f}
.phone ul,.phone ol{list-style-position:outside}
.phone a{color:#3d5a8f}
.phone .more{color:#3d5a8f;font-size:15px;margin-top:24px}
.message{display:grid;grid-template-columns:1fr 72px;gap:4px 12px;font-size:16px;line-height:1.5}
.message img{grid-column:2;grid-row:1/3;width:72px;height:72px;object-fit:cover}
.message .digest{font-size:14px;color:var(--ink2)}

.post{margin-top:0;display:grid;grid-template-columns:44px 1fr;gap:8px 10px;align-items:center;background:#fff;color:#16202e}
.post .avatar{width:44px;height:44px;border-radius:22px;background:#0b4a8f;color:#fff;text-align:center;line-height:44px;font-family:var(--serif)}
.post .poster{font-size:16px;line-height:1.5}
.post .poster span{font-size:14px;color:#6b7280}
.post .words,.post img{grid-column:1/3}
.post .address{color:#b3470a}

.limits>div{display:grid;grid-template-columns:7em 1fr auto;gap:12px;align-items:center;font-size:14px;line-height:2}
.limits dd:last-child{min-width:7.5em;text-align:right;color:var(--ink2)}
.rail{height:6px;background:var(--sink)}
.rail span{display:block;height:6px;background:var(--brand)}
.near dd:last-child{color:var(--warn)}.near .rail span{background:var(--warn)}
.over dd:last-child{color:var(--seal)}.over .rail span{background:var(--seal)}
.small{font:500 14px/1.75 var(--sans)}
.changes{padding-left:1.2em;font-size:14px}

@media (max-width:1180px){.faces{grid-template-columns:minmax(0,1fr) 393px}.last{grid-column:1/3;display:grid;grid-template-columns:393px minmax(0,1fr);gap:0 32px}.aside{padding-top:28px}}
@media (max-width:860px){
main>input{display:block}
main>label{display:inline-block;padding:0 20px;line-height:44px;border-bottom:3px solid transparent;cursor:pointer}
main>input:checked+label{border-color:var(--brand);color:var(--brand);font-weight:600}
.faces,.last{display:block}
.face{display:none}
#tab-website:checked~.faces .website,#tab-wechat:checked~.faces .wechat,#tab-weibo:checked~.faces .weibo{display:block}
.sheet{padding:20px 16px}
.phone{margin:0 auto}
header .version{margin-left:0}
}
@media print{header .version,.sizes>label,.sizes>input{display:none}.faces{display:block}.face,.last{break-inside:avoid}}
`;
