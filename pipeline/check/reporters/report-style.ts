/** The printable report's own rules (look.md): white paper, ruled lines, Song headlines. Colours and faces are the tokens'. */
export const REPORT_STYLE = `
@page{size:A4;margin:18mm 18mm 20mm;@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页";font:9pt sans-serif;color:#475467}}
*{box-sizing:border-box}
body{margin:0;background:var(--sink);color:var(--ink);font:16px/1.75 var(--sans);font-variant-numeric:tabular-nums;line-break:strict;overflow-wrap:anywhere}
h1,h2,h3,p,ol,dl,dd,table{margin:0;padding:0}
main{max-width:210mm;margin:24px auto;padding:20mm 18mm;background:var(--paper)}
h1{font:400 32px/1.38 var(--serif);text-align:center}
h2{margin-top:40px;padding-top:12px;border-top:2px solid var(--ink);font:400 22px/1.4 var(--serif)}
.about{margin-top:8px;text-align:center;font-size:14px;color:var(--ink2)}
.counts{display:grid;grid-template-columns:repeat(4,1fr);margin-top:24px;border:solid var(--line);border-width:1px 0}
.counts div{display:flex;flex-direction:column-reverse;padding:8px 0;text-align:center}
.counts div+div{border-left:1px solid var(--line)}
.counts dt{font-size:14px;color:var(--ink2)}
.counts dd{font:400 30px/1.3 var(--serif)}
.counts .error dd{color:var(--seal)}
.follows{margin-top:16px;text-align:center;font-weight:600}
.from{font-size:14px;color:var(--ink2)}
.findings{list-style:none}
.findings li{padding:14px 0;border-bottom:1px solid var(--line);break-inside:avoid}
.findings h3{display:flex;flex-wrap:wrap;gap:0 12px;font:500 17px/1.55 var(--sans)}
.kind{color:var(--ink2)}
.error .kind{color:var(--seal);font-weight:600}
.warning .kind{color:var(--warn);font-weight:600}
.findings dl{display:grid;grid-template-columns:4em 1fr;margin-top:4px}
.findings dt,.basis{color:var(--ink2)}
.basis{font-size:14px}
.clean{margin-top:12px}
table{width:100%;margin-top:12px;border-collapse:collapse;font-size:14px;line-height:1.6}
th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{border-bottom-color:var(--ink);font-weight:500}
tr{break-inside:avoid}
.id{color:var(--ink2)}
.note{margin-top:24px;font-size:14px;color:var(--ink2)}
.signature{display:grid;grid-template-columns:1fr 1fr;gap:24px;margin-top:40px;break-inside:avoid}
.signature span{display:block;padding-bottom:4px;border-bottom:1px solid var(--ink)}
@media screen and (max-width:640px){
main{margin:0;padding:24px 16px}
h1{font-size:26px}
.signature{grid-template-columns:1fr}
.rules,.rules tbody,.rules tr,.rules td{display:block}
.rules thead{display:none}
.rules td{padding:0;border:0}
.rules tr{padding:8px 0;border-bottom:1px solid var(--line)}
}
@media print{
body{background:none;font-size:10.5pt}
main{max-width:none;margin:0;padding:0}
h1{font-size:22pt}
h2{break-after:avoid;font-size:15pt}
.findings h3{font-size:11.5pt}
.findings li{padding:9pt 0}
.about,.from,.basis,.note,table,.counts dt{font-size:9pt}
}
`;
