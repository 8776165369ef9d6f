/** The look of the offline runbook: the ledger of the pages, in one screenful of CSS, for screens, the dark and paper. */
export const RUNBOOK_STYLE = `
:root{color-scheme:light dark;--bg:#fcfcfb;--surface:#fff;--sunken:#f6f6f4;--line:#e7e6e2;--line-2:#d5d4ce;--ink:#1a1a18;--ink-2:#4c4b46;--ink-3:#6a6862;--ok:#17703f;--warn:#855000;--warn-wash:#fdf6e8;--warn-line:#ecd6a8;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--bg:#121211;--surface:#181817;--sunken:#1d1d1b;--line:#2a2a27;--line-2:#3b3a36;--ink:#eeeeea;--ink-2:#bbbab3;--ink-3:#96948c;--ok:#68c792;--warn:#e3b15b;--warn-wash:#231c0f;--warn-line:#4c3b18;--bad:#ff9488}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:400 14px/22px Geist,Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-inline-size:880px;margin-inline:auto;padding:40px 24px 64px}
h1{margin:0;font-size:24px;line-height:32px;font-weight:600;letter-spacing:-.018em}
h2{margin:32px 0 8px;font-size:15px;line-height:22px;font-weight:600}
h3{margin:0;font-size:14px;line-height:22px;font-weight:600}
p{margin:4px 0;color:var(--ink-2);text-wrap:pretty}
.lead{font-size:15px;line-height:24px;max-inline-size:70ch}
.lead[data-state=proven]{color:var(--ok)}.lead[data-state=unproven]{color:var(--warn)}.lead[data-state=none],.lead[data-state=unknown]{color:var(--bad)}
.made,.time{color:var(--ink-3);font-size:13px}
.warn{margin:16px 0 0;padding:12px 16px 12px 32px;border:1px solid var(--warn-line);border-radius:8px;background:var(--warn-wash)}
[dir=rtl] .warn{padding:12px 32px 12px 16px}
.people{margin:0;padding:0;list-style:none;font-size:16px;line-height:26px;font-weight:500}
dl{display:grid;grid-template-columns:minmax(140px,220px) minmax(0,1fr);margin:0;border-block-start:1px solid var(--line-2)}
dt,dd{margin:0;padding:7px 0;border-block-end:1px solid var(--line)}
dt{color:var(--ink-3);padding-inline-end:16px}
dd{overflow-wrap:anywhere}
code,pre{font:12px/18px "Geist Mono",ui-monospace,Menlo,Consolas,monospace}
bdi{unicode-bidi:isolate}
.steps{margin:0;padding:0;list-style:none;border:1px solid var(--line);border-radius:8px;background:var(--surface)}
.steps>li{display:grid;grid-template-columns:20px minmax(0,1fr);gap:14px;padding:16px;border-block-end:1px solid var(--line)}
.steps>li:last-child{border:0}
.no{color:var(--ink-3);font-weight:500;text-align:end}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 16px}
pre{margin:8px 0 0;padding:10px 12px;border:1px solid var(--line);border-radius:6px;background:var(--sunken);white-space:pre-wrap;overflow-wrap:anywhere;direction:ltr;text-align:left;user-select:all}
.kit h3{margin-block-start:14px;font-weight:500}
@media (max-width:639px){main{padding:24px 16px 48px}dl{grid-template-columns:minmax(0,1fr)}dt{padding-block-end:0;border:0}dd{padding-block-start:0}.steps>li{padding:12px;gap:10px}}
@media print{:root{color-scheme:light;--bg:#fff;--surface:#fff;--sunken:#fff;--line:#bbb;--line-2:#999;--ink:#000;--ink-2:#222;--ink-3:#444;--ok:#000;--warn:#000;--warn-wash:#fff;--warn-line:#999;--bad:#000}main{max-inline-size:none;padding:0}.steps>li,dl>div,pre{break-inside:avoid}h2{break-after:avoid}body{font-size:11pt}}
`.trim();
