/** The paper of the review form (look.md 3). Colours and faces are the tokens'; the page's margins are the sheets' own. */
export const FORM_STYLE = `
@page{size:A4;margin:0}
*{box-sizing:border-box}
html{--label:SimHei,"黑体",var(--sans)}
body{margin:0;background:var(--sink);color:var(--ink);font:12pt/1.62 var(--form);line-break:strict;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
h1,p,figure{margin:0}
.sheet{position:relative;display:flex;flex-direction:column;width:210mm;height:297mm;margin:8mm auto;padding:22mm 20mm 16mm 24mm;background:var(--paper)}
h1{font:400 22pt/1.3 var(--serif);text-align:center}
h1 span{display:block}
.draft{position:absolute;top:9mm;right:20mm;padding:.6mm 3mm;border:.75pt solid var(--seal);color:var(--seal);font:11pt/1.4 var(--label)}
.top{display:flex;justify-content:space-between;margin:6mm 0 1.5mm;line-height:1.5}
table{width:100%;border:1.5pt solid;border-collapse:collapse;table-layout:fixed}
th,td{border:.75pt solid;padding:1.6mm 3.2mm}
th{width:38mm;padding:0;font:400 13pt/1.45 var(--label);text-align:center;white-space:nowrap}
th .spread{display:inline-block;width:4em;text-align:justify;text-align-last:justify}
th .line{display:block}
td{height:11.5mm;font-size:14pt;line-height:1.5}
td.title.long{font-size:12pt}
td.text{vertical-align:top;padding-top:2mm;font-size:12pt;line-height:1.62}
td.text p{text-indent:2em;text-align:justify}
td.text .note{margin-top:1mm;font-size:11pt;line-height:1.5;text-indent:0;text-align:left}
.channel{display:inline-flex;align-items:center;gap:.3em;margin-right:1.2em}
.box{position:relative;width:1em;height:1em;border:.75pt solid}
.box.on::after{content:"";position:absolute;left:.28em;top:.02em;width:.32em;height:.62em;border:solid;border-width:0 1.4pt 1.4pt 0;transform:rotate(42deg)}
td.review{height:25mm;vertical-align:top}
.signed{display:grid;grid-template-columns:1fr auto;grid-template-rows:auto 1fr;gap:0 4mm;min-height:21mm}
.opinion{grid-column:1/-1;font-size:13pt;line-height:1.5}
.attested{font:9pt/1.45 var(--label);align-self:start}
.signature{grid-column:2;align-self:end;font-size:12pt;line-height:1.45;text-align:right}
.signature span{display:block}
.joint{display:flex;justify-content:space-between;gap:4mm;font-size:11pt;line-height:1.5}
.joint span{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.joint .who{flex:none;max-width:100mm}
td.remarks{height:10.5mm;font-size:11pt;line-height:1.45}
.foot{display:flex;justify-content:space-between;align-items:flex-start;gap:4mm;margin-top:auto;padding-top:1.2mm;border-top:.5pt solid;font:8pt/1.5 var(--label)}
.foot svg{flex:none;display:block;width:16mm;height:16mm;margin-top:1mm}
.running{text-align:right;margin-bottom:4mm;padding-bottom:1mm;border-bottom:.5pt solid;font:10pt/1.5 var(--label)}
.page{font-size:12pt;line-height:7.2mm}
.page p{text-align:justify;text-indent:2em}
.page p.on{text-indent:0}
.page .data{font:9pt/4.8mm var(--label);text-align:left;text-indent:0;white-space:pre-line;word-break:break-all}
.page h2{margin:0;font:400 13pt/9mm var(--label)}
.page figure{height:108mm;padding-top:3mm;break-inside:avoid;text-align:center}
.page img{display:block;max-width:100%;height:94mm;margin:0 auto;object-fit:contain}
.page figcaption{font-size:11pt;line-height:6mm;height:10mm;overflow:hidden}
@media screen and (max-width:230mm){
.sheet{width:auto;height:auto;min-height:0;margin:0 0 8mm;padding:14mm 8mm}
}
@media screen and (max-width:150mm){
.sheet{padding:14mm 4mm 8mm}
h1{font-size:17pt}
.draft{top:4mm;right:4mm}
.top{flex-wrap:wrap;font-size:11pt}
th{width:27mm;font-size:11pt;white-space:normal}
th .spread{width:auto;text-align:center;text-align-last:center}
td{padding:1.6mm 2mm}
.signed{grid-template-columns:1fr}
.signature{grid-column:1}
.foot{margin-top:4mm}
.page figure,.page figcaption{height:auto}
.page img{height:auto}
}
@media print{
body{background:none}
.sheet{height:296.9mm;margin:0;break-after:page}
.sheet:last-child{break-after:auto}
}
`;
