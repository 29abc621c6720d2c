/** Light and dark by the reader's setting; readable without zooming on a phone. */
export const style = `
:root {
  --page: #fbfaf8; --card: #fff; --ink: #1d1b18; --quiet: #655f57; --line: #e2ddd5; --accent: #9a3412;
  --good: #14663a; --good-ground: #def3e6; --bad: #a11622; --bad-ground: #fbe3e4;
  --busy: #1b4f9c; --busy-ground: #e1ecfb; --calm: #5b5348; --calm-ground: #ece7df;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161513; --card: #1f1d1a; --ink: #f0ece6; --quiet: #aaa297; --line: #38342f; --accent: #fb923c;
    --good: #86e0ac; --good-ground: #12351f; --bad: #ffa4a9; --bad-ground: #481619;
    --busy: #a3c8ff; --busy-ground: #152c4f; --calm: #cfc6ba; --calm-ground: #332f2a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, select:focus-visible, input:focus-visible, pre:focus-visible, summary:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 1; }
header { display: flex; gap: 24px; align-items: center; padding: 12px 24px; border-bottom: 1px solid var(--line); background: var(--card); flex-wrap: wrap; }
nav { display: flex; gap: 4px; }
nav a { padding: 6px 12px; border-radius: 6px; text-decoration: none; color: var(--quiet); }
nav a[aria-current] { background: var(--calm-ground); color: var(--ink); font-weight: 600; }
main { max-width: 1100px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 32px 0 8px; }
.quiet { color: var(--quiet); }
.mono, pre, code { font-family: ui-monospace, monospace; font-size: 13px; }
.filters { display: flex; gap: 12px; flex-wrap: wrap; align-items: end; margin-bottom: 16px; }
.filters label { display: grid; gap: 4px; font-size: 13px; color: var(--quiet); }
select, input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; min-height: 36px; }
button { cursor: pointer; }
.table { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
th { font-size: 13px; color: var(--quiet); font-weight: 600; white-space: nowrap; }
td.wrap { white-space: normal; overflow-wrap: anywhere; min-width: 180px; }
.badge { display: inline-block; padding: 1px 8px; border-radius: 10px; font-size: 13px; font-weight: 600; background: var(--calm-ground); color: var(--calm); white-space: nowrap; }
.badge.completed, .badge.done { background: var(--good-ground); color: var(--good); }
.badge.failed { background: var(--bad-ground); color: var(--bad); }
.badge.running, .badge.planned, .badge.waiting { background: var(--busy-ground); color: var(--busy); }
.empty { padding: 32px; text-align: center; color: var(--quiet); background: var(--card); border: 1px dashed var(--line); border-radius: 8px; }
.pages { display: flex; justify-content: space-between; margin-top: 16px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 4px 0 0; padding: 12px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; max-height: 420px; white-space: pre-wrap; overflow-wrap: anywhere; }
details summary { cursor: pointer; color: var(--quiet); }
.alert { background: var(--bad-ground); color: var(--bad); border-radius: 8px; padding: 12px 16px; margin-bottom: 16px; overflow-wrap: anywhere; }
.numbers { display: flex; gap: 24px; flex-wrap: wrap; margin-bottom: 20px; }
.numbers div { display: grid; } .numbers b { font-size: 20px; font-variant-numeric: tabular-nums; }
@media (max-width: 600px) { main { padding: 16px; } header { padding: 12px 16px; } }
`;
