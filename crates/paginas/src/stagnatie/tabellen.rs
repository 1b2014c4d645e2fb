//! The figures as tables: the same numbers as the pictures.

use super::Beeld;
use super::beelden::{IN_MATRIX, band_naam, cel, ergste_eerst, gebieden, jaren};
use super::cijfers::{Cijfers, Groep, Wachttijden};
use super::monitor::Monitor;
use crate::onderdelen::{aantal, getal};
use maud::{Markup, html};

/// The table of a picture.
pub fn tabel(beeld: Beeld, m: &Monitor) -> Markup {
    match beeld {
        Beeld::Matrix => matrix(m),
        Beeld::Stroom => stroom(m),
        Beeld::Norm => norm(m),
        Beeld::Stilte => stilte(m),
        Beeld::Overleving => overleving(m),
        Beeld::Loop => verloop(m),
        Beeld::Vergelijking => vergelijking(m),
    }
}

fn kop(namen: &[&str]) -> Markup {
    html! { thead { tr { @for (i, naam) in namen.iter().enumerate() { th.getal[i > 0] scope="col" { (naam) } } } } }
}

fn naam_met_zaken(naam: &str, zaken: &str) -> Markup {
    html! { th scope="row" { a href=(zaken) { (naam) } } }
}

fn getallen(waarden: &[String]) -> Markup {
    html! { @for waarde in waarden { td.getal { (waarde) } } }
}

fn of_streep(dagen: Option<i64>) -> String {
    dagen.map_or("–".to_owned(), getal)
}

/// The columns that every division has.
fn wachten(c: &Cijfers) -> [String; 6] {
    [
        getal(c.gesloten),
        getal(c.open),
        c.helft_kort(),
        of_streep(c.kalenderdagen.p90.dagen),
        of_streep(c.norm_dagen),
        getal(c.over_norm),
    ]
}

fn matrix(m: &Monitor) -> Markup {
    let gebieden = gebieden(m);
    html! {
        table {
            caption { "Na hoeveel dagen de helft een eerste antwoord heeft, met het aantal opdrachten" }
            thead { tr { th scope="col" { "Afdeling" } @for gebied in &gebieden { th.getal scope="col" { (gebied) } } } }
            tbody {
                @for afdeling in ergste_eerst(&m.overdrachten.groepen).into_iter().take(IN_MATRIX) {
                    tr {
                        th scope="row" { (afdeling.partij()) }
                        @for gebied in &gebieden {
                            td.getal { @if let Some(g) = cel(m, gebied, afdeling) { (g.cijfers.helft_kort()) " (" (getal(g.cijfers.opdrachten())) ")" } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}

fn stroom(m: &Monitor) -> Markup {
    html! {
        table {
            caption { "Opdrachten per afdeling, in dagen tot het eerste antwoord" }
            (kop(&["Afdeling", "Opdrachten", "Aangenomen", "Terug", "Wacht", "De helft", "Negen van tien", "Norm"]))
            tbody {
                @for g in ergste_eerst(&m.overdrachten.groepen) {
                    @let c = &g.cijfers;
                    tr {
                        (naam_met_zaken(&g.partij(), &g.zaken()))
                        (getallen(&[getal(c.opdrachten()), getal(c.uitkomst(&["geaccepteerd"])), getal(c.uitkomst(&["geweigerd", "teruggegeven"])), getal(c.open), c.helft_kort(), of_streep(c.kalenderdagen.p90.dagen), of_streep(c.norm_dagen)]))
                    }
                }
            }
        }
    }
}

fn per_groep(titel: &str, eerste: &str, w: &Wachttijden, naam: fn(&Groep) -> String) -> Markup {
    html! {
        table {
            caption { (titel) }
            (kop(&[eerste, "Klaar", "Duurt nog", "De helft", "Negen van tien", "Norm", "Over de norm"]))
            tbody {
                @for g in &w.groepen {
                    tr { (naam_met_zaken(&naam(g), &g.zaken())) (getallen(&wachten(&g.cijfers))) }
                }
            }
        }
    }
}

fn norm(m: &Monitor) -> Markup {
    html! {
        table {
            caption { "Wat er nu ligt en een norm heeft" }
            (kop(&["Tegen de norm", "Zaken"]))
            tbody { @for n in &m.beurten.totaal.normafstanden { tr { th scope="row" { (band_naam(n)) } td.getal { (getal(n.aantal)) } } } }
        }
        (per_groep("Per partij, in dagen dat zij aan zet is", "Partij", &m.beurten, Groep::partij))
    }
}

fn stilte(m: &Monitor) -> Markup {
    html! {
        table {
            caption { "Het langst zonder bericht" }
            (kop(&["Initiatief", "Gebied", "Dagen", "Bericht uiterlijk"]))
            tbody {
                @for e in &m.stilste {
                    tr {
                        th scope="row" { a href={ "/initiatieven/" (e.initiatief_id) } { (e.titel) } }
                        td.getal { (e.gebied) }
                        td.getal { (of_streep(e.kalenderdagen)) }
                        td.getal { @if let Some(norm) = e.norm { (crate::onderdelen::datum(&norm.to_string())) } @else { "–" } }
                    }
                }
            }
        }
        (per_groep("Per gebied, in dagen tussen twee berichten", "Gebied", &m.stilte, |g| g.deel("gebied").to_owned()))
    }
}

fn overleving(m: &Monitor) -> Markup {
    let o = &m.overleving;
    // The curve may have hundreds of steps; these say where it goes. The CSV has all.
    let vast = [7, 14, 30, 60, 91, 182, 365, 730];
    let langst = o.treden.iter().map(|t| t.dagen).max().unwrap_or(0);
    html! {
        table {
            caption { "Welk deel nog wacht" }
            (kop(&["Na", "Wacht nog", "Marge van", "Marge tot"]))
            tbody {
                @for dagen in vast.into_iter().filter(|dagen| *dagen <= langst) {
                    @if let Some(t) = o.treden.iter().take_while(|t| t.dagen <= dagen).last() {
                        tr {
                            th scope="row" { (aantal(dagen, "dag", "dagen")) }
                            (getallen(&[procent(t.deel), procent(t.laag), t.hoog.map_or("–".to_owned(), procent)]))
                        }
                    }
                }
            }
        }
    }
}

fn procent(deel: f64) -> String {
    format!("{:.0} %", deel * 100.0)
}

fn verloop(m: &Monitor) -> Markup {
    let Some(s) = &m.stromen else { return html! {} };
    html! {
        table {
            caption { "Initiatieven per maand" }
            (kop(&["Maand", "Ingediend", "In uitvoering gekomen", "Gerealiseerd", "Afgewezen", "Ingetrokken", "Loopt aan het eind", "Nog niet in uitvoering"]))
            tbody {
                @for p in &s.perioden {
                    @let einde = |fase: &str| getal(p.geeindigd.get(fase).copied().unwrap_or(0));
                    tr {
                        th scope="row" { (maand(p.van)) }
                        (getallen(&[getal(p.ingediend), getal(p.gestart), einde("gerealiseerd"), einde("afgewezen"), einde("ingetrokken"), getal(p.lopend), getal(p.wachtend)]))
                    }
                }
            }
        }
    }
}

fn maand(dag: jiff::civil::Date) -> String {
    let tekst = crate::onderdelen::dag(&dag.to_string());
    tekst.split_once(' ').map_or(tekst.clone(), |(_, maand)| maand.to_owned())
}

fn vergelijking(m: &Monitor) -> Markup {
    let namen = jaren(m);
    html! {
        table {
            caption { "In dagen: na hoeveel de helft klaar is" }
            thead { tr { th scope="col" { "Wat" } th scope="col" { "Begonnen" } @for naam in ["Gevallen", "De helft", "Negen van tien", "Over de norm"] { th.getal scope="col" { (naam) } } } }
            tbody {
                @for (naam, v) in &m.vergelijkingen {
                    @for (jaar, c) in namen.iter().zip([&v.een, &v.ander]) {
                        tr {
                            th scope="row" { (naam) }
                            td { (jaar) }
                            (getallen(&[getal(c.aantal()), c.helft_kort(), of_streep(c.kalenderdagen.p90.dagen), getal(c.over_norm)]))
                        }
                    }
                }
            }
        }
    }
}
