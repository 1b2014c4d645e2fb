//! The style of all charts, as one sheet of classes over custom properties, so that a page can give them other colours.

/// The style sheet of the charts. A page has it once; a file has it within.
///
/// Severity goes from light to dark on a light ground and from dark to light on a dark one, so that the worst is seen
/// first, also by who sees no colours. Text is at least 4.5:1 on whatever it stands on, lines at least 3:1; a test
/// computes it.
pub const STIJL: &str = "\
.gf{--gf-grond:#fff;--gf-tekst:#1b2430;--gf-zacht:#515c6b;--gf-raster:#dfe4ea;--gf-as:#6b7685;--gf-accent:#1d4f91;\
--gf-accent-vlak:#cfe0f5;--gf-v-onbekend:#eef1f5;--gf-l-onbekend:#64748b;--gf-v-binnen:#dcefea;--gf-l-binnen:#0f766e;\
--gf-v-deels:#f9e3a0;--gf-l-deels:#8a5a06;--gf-v-over:#f3a467;--gf-l-over:#b3470b;--gf-v-ver:#b3202c;--gf-l-ver:#8f1420;\
--gf-op-ver:#fff;\
--gf-v-1:#cfe0f5;--gf-l-1:#1d4f91;--gf-v-2:#e6dcf6;--gf-l-2:#6b3fa0;--gf-v-3:#d5ecd9;--gf-l-3:#23703a;\
--gf-v-4:#f6dfd0;--gf-l-4:#9a4a12;--gf-v-5:#f5d9e6;--gf-l-5:#a3245f;--gf-v-6:#e3e6ea;--gf-l-6:#475569;\
font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
@media (prefers-color-scheme:dark){.gf{--gf-grond:#0f141b;--gf-tekst:#e8edf4;--gf-zacht:#a3afbf;--gf-raster:#27313d;\
--gf-as:#8592a3;--gf-accent:#8ab8f5;--gf-accent-vlak:#1b3456;--gf-v-onbekend:#1e2733;--gf-l-onbekend:#94a3b8;\
--gf-v-binnen:#0f3833;--gf-l-binnen:#4fb8a8;--gf-v-deels:#4d3d08;--gf-l-deels:#d9b13a;--gf-v-over:#93450f;--gf-l-over:#f29a57;\
--gf-v-ver:#ff8f8f;--gf-l-ver:#ffb3b3;--gf-op-ver:#2a0508;\
--gf-v-1:#1b3456;--gf-l-1:#8ab8f5;--gf-v-2:#33235a;--gf-l-2:#c4a5f5;--gf-v-3:#12371e;--gf-l-3:#6cc98a;\
--gf-v-4:#472612;--gf-l-4:#f0a878;--gf-v-5:#451a30;--gf-l-5:#f29ac0;--gf-v-6:#272f39;--gf-l-6:#a9b8cc}}
.gf text{fill:var(--gf-tekst)}.gf .gf-zacht{fill:var(--gf-zacht)}.gf .gf-op-ver{fill:var(--gf-op-ver)}
.gf-blad{fill:var(--gf-grond);stroke:var(--gf-raster)}
.gf-raster{stroke:var(--gf-raster);fill:none}.gf-as{stroke:var(--gf-as);fill:none}
.gf-norm{stroke:var(--gf-tekst);fill:none;stroke-width:1.5;stroke-dasharray:5 4}
.gf-kaart{fill:var(--gf-grond);stroke:var(--gf-as)}.gf-leeg{fill:var(--gf-v-onbekend);stroke:none}
.gf-punt{fill:var(--gf-tekst)}.gf-streep{stroke:var(--gf-tekst);fill:none}
.gf-dik{stroke-width:2}.gf-licht{opacity:.35}\
.gf-lijn{stroke:var(--gf-accent);fill:none;stroke-width:2.5;stroke-linejoin:round}
.gf-marge{fill:var(--gf-accent-vlak);stroke:none}.gf-halo{paint-order:stroke;stroke:var(--gf-grond);stroke-width:5px;stroke-linejoin:round}
.gf-e-onbekend{fill:var(--gf-v-onbekend);stroke:var(--gf-l-onbekend)}.gf-e-binnen{fill:var(--gf-v-binnen);stroke:var(--gf-l-binnen)}
.gf-e-deels{fill:var(--gf-v-deels);stroke:var(--gf-l-deels)}.gf-e-over{fill:var(--gf-v-over);stroke:var(--gf-l-over)}
.gf-e-ver{fill:var(--gf-v-ver);stroke:var(--gf-l-ver)}
.gf-k-1{fill:var(--gf-v-1);stroke:var(--gf-l-1)}.gf-k-2{fill:var(--gf-v-2);stroke:var(--gf-l-2)}
.gf-k-3{fill:var(--gf-v-3);stroke:var(--gf-l-3)}.gf-k-4{fill:var(--gf-v-4);stroke:var(--gf-l-4)}
.gf-k-5{fill:var(--gf-v-5);stroke:var(--gf-l-5)}.gf-k-6{fill:var(--gf-v-6);stroke:var(--gf-l-6)}
.gf-stippel{stroke-dasharray:4 3}.gf-op-ver-streep{stroke:var(--gf-op-ver);fill:none}
.gf-teken-ver{fill:var(--gf-op-ver)}
.gf-stroom{stroke-width:.7}.gf a{cursor:pointer;text-decoration:none}.gf a:hover .gf-vorm{stroke-width:2.5}
.gf a:focus{outline:none}.gf a:focus-visible .gf-vorm{stroke:var(--gf-tekst);stroke-width:3.5}
@media print{.gf-vorm{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
";
