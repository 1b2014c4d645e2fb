//! A form on a page: labels, explanations, what was typed, what is wrong with it.

use super::lezen::aantal;
use super::{Fouten, Soort, Veld, Vorm, id, pad, woorden};
use crate::api::Probleem;
use crate::formulier::Velden;
use crate::fout::zin;
use crate::keuzes::Lijsten;
use maud::{Markup, html};

/// The button that asks for one more row.
pub const MEER: &str = "meer";

/// What a form is shown with.
pub struct Context<'a> {
    /// What was typed, or filled in beforehand.
    pub velden: &'a Velden,
    /// What is wrong.
    pub fouten: &'a Fouten,
    /// The names that may be chosen.
    pub lijsten: &'a Lijsten,
    /// What may be referred to, by the name of the field: an id and what it is called.
    pub verwijzingen: &'a [(&'a str, Vec<(String, String)>)],
}

impl Context<'_> {
    /// From what is chosen in a field, each with what it is called; nothing when any text will do.
    fn keuzes(&self, veld: &str) -> Option<Vec<(String, String)>> {
        let genoemd =
            self.verwijzingen.iter().find(|(naam, _)| *naam == veld).map(|(_, keuzes)| keuzes.clone());
        let namen =
            || self.lijsten.voor(veld).map(|namen| namen.iter().map(|n| (n.clone(), n.clone())).collect());
        genoemd.or_else(namen)
    }
}

impl Vorm {
    /// The fields. What need not be filled in stands folded away when there is something that must be.
    pub fn toon(&self, context: &Context<'_>) -> Markup {
        let (eerst, meer): (Vec<_>, Vec<_>) = self.velden.iter().partition(|veld| veld.verplicht);
        let open = meer.iter().any(|veld| is_gebruikt(veld, &veld.naam, context));
        html! {
            @for veld in &eerst { (toon(veld, "", context)) }
            @if !meer.is_empty() {
                @if eerst.is_empty() {
                    @for veld in &meer { (toon(veld, "", context)) }
                } @else {
                    details.meer open[open] {
                        summary { "Meer invullen (hoeft niet)" }
                        @for veld in &meer { (toon(veld, "", context)) }
                    }
                }
            }
        }
    }
}

/// Whether there is something in a field, or wrong with it.
fn is_gebruikt(veld: &Veld, naam: &str, context: &Context<'_>) -> bool {
    let binnen = format!("{naam}.");
    let hoort = |ander: &str| ander == naam || ander.starts_with(&binnen);
    let getypt = context.velden.0.iter().any(|(ander, waarde)| hoort(ander) && !waarde.trim().is_empty());
    let getypt = getypt && veld.soort != Soort::Wanneer || context.velden.get(&pad(naam, "datum")).is_some();
    getypt || context.fouten.alle().any(|(ander, _)| hoort(ander))
}

fn toon(veld: &Veld, groep: &str, context: &Context<'_>) -> Markup {
    let naam = pad(groep, &veld.naam);
    match &veld.soort {
        Soort::Groep(binnen) => {
            fieldset(veld, &naam, context, &html! { @for v in binnen { (toon(v, &naam, context)) } })
        }
        Soort::Rijen(binnen) => {
            let getoond = aantal(&naam, context.velden).max(usize::from(veld.verplicht));
            let gevraagd = usize::from(context.velden.get(MEER) == Some(&naam));
            fieldset(
                veld,
                &naam,
                context,
                &html! {
                    @for i in 0..getoond + gevraagd {
                        fieldset.rij {
                            legend { (woorden::rij(&veld.naam)) " " (i + 1) }
                            @for v in binnen { (toon(v, &pad(&naam, &i.to_string()), context)) }
                        }
                    }
                    button.knop-stil type="submit" name=(MEER) value=(naam) { "Nog een " (woorden::rij(&veld.naam).to_lowercase()) }
                },
            )
        }
        Soort::Wanneer => wanneer(veld, &naam, context),
        Soort::JaNee => ja_nee(veld, &naam, context),
        Soort::Namen => match context.keuzes(&veld.naam) {
            Some(keuzes) => aankruisen(veld, &naam, &keuzes, context),
            None => een(veld, &naam, context),
        },
        _ => een(veld, &naam, context),
    }
}

/// The texts that describe a field, for whoever hears the page.
struct Bij<'a> {
    uitleg: Option<String>,
    fout: Option<&'a str>,
    naam: &'a str,
}

impl<'a> Bij<'a> {
    fn van(veld: &Veld, naam: &'a str, context: &'a Context<'_>) -> Self {
        let uitleg = woorden::uitleg(&veld.naam).map(str::to_owned).or_else(|| veld.uitleg.clone());
        Self { uitleg, fout: context.fouten.bij(naam), naam }
    }

    fn ids(&self) -> Option<String> {
        let delen = [
            self.uitleg.as_ref().map(|_| format!("{}-uitleg", id(self.naam))),
            self.fout.map(|_| format!("{}-fout", id(self.naam))),
        ];
        let delen: Vec<_> = delen.into_iter().flatten().collect();
        (!delen.is_empty()).then(|| delen.join(" "))
    }

    fn teksten(&self) -> Markup {
        html! {
            @if let Some(uitleg) = &self.uitleg { p.uitleg id={ (id(self.naam)) "-uitleg" } { (uitleg) } }
            @if let Some(fout) = self.fout { p.fout id={ (id(self.naam)) "-fout" } { span.alleen-voor-lezer { "Fout: " } (fout) } }
        }
    }

    fn klasse(&self) -> &'static str {
        if self.fout.is_some() { "veld veld-fout" } else { "veld" }
    }
}

fn titel(veld: &Veld) -> Markup {
    html! {
        (woorden::naam(&veld.naam, &veld.soort))
        @if !veld.verplicht { " " span.vrijwillig { "(hoeft niet)" } }
    }
}

fn fieldset(veld: &Veld, naam: &str, context: &Context<'_>, binnen: &Markup) -> Markup {
    let bij = Bij::van(veld, naam, context);
    html! {
        fieldset.groep id=(id(naam)) tabindex="-1" aria-describedby=[bij.ids()] {
            legend { (titel(veld)) }
            (bij.teksten())
            (binnen)
        }
    }
}

fn een(veld: &Veld, naam: &str, context: &Context<'_>) -> Markup {
    let bij = Bij::van(veld, naam, context);
    let (hier, ids, fout) = (id(naam), bij.ids(), bij.fout.map(|_| "true"));
    let waarde = context.velden.alle(naam).collect::<Vec<_>>().join("\n");
    let keuzes: Option<Vec<(String, String)>> = match &veld.soort {
        Soort::Keuze(codes) => Some(codes.iter().map(|c| (c.clone(), woorden::code(c))).collect()),
        Soort::Verwijzing | Soort::Regel => context.keuzes(&veld.naam),
        _ => None,
    };
    let verplicht = veld.verplicht.then_some("true");
    html! {
        div class=(bij.klasse()) {
            label for=(hier) { (titel(veld)) }
            (bij.teksten())
            @match (&veld.soort, keuzes) {
                (_, Some(keuzes)) => {
                    select id=(hier) name=(naam) aria-describedby=[ids] aria-invalid=[fout] aria-required=[verplicht] {
                        option value="" { "Kies…" }
                        @for (code, tekst) in &keuzes { option value=(code) selected[*code == waarde] { (tekst) } }
                        @if !waarde.is_empty() && !keuzes.iter().any(|(code, _)| *code == waarde) { option value=(waarde) selected { (waarde) } }
                    }
                },
                (Soort::Tekst | Soort::Namen, _) => {
                    textarea id=(hier) name=(naam) aria-describedby=[ids] aria-invalid=[fout] aria-required=[verplicht] { (PreEerste(&waarde)) }
                },
                (soort, _) => {
                    input id=(hier) name=(naam) type=(if *soort == Soort::Datum { "date" } else { "text" })
                        inputmode=[matches!(soort, Soort::Getal | Soort::Euro).then_some("decimal")]
                        value=(waarde) aria-describedby=[ids] aria-invalid=[fout] aria-required=[verplicht];
                },
            }
        }
    }
}

/// A browser drops the first line end of a text area.
struct PreEerste<'a>(&'a str);

impl maud::Render for PreEerste<'_> {
    fn render_to(&self, buffer: &mut String) {
        if self.0.starts_with('\n') {
            buffer.push('\n');
        }
        self.0.render_to(buffer);
    }
}

fn ja_nee(veld: &Veld, naam: &str, context: &Context<'_>) -> Markup {
    let gekozen = context.velden.get(naam);
    let keuze = |waarde: &str, tekst: &str| {
        html! {
            div.keuze {
                input type="radio" id={ (id(naam)) "-" (waarde) } name=(naam) value=(waarde) checked[gekozen == Some(waarde)];
                label for={ (id(naam)) "-" (waarde) } { (tekst) }
            }
        }
    };
    fieldset(veld, naam, context, &html! { (keuze("ja", "Ja")) (keuze("nee", "Nee")) })
}

fn aankruisen(veld: &Veld, naam: &str, keuzes: &[(String, String)], context: &Context<'_>) -> Markup {
    fieldset(
        veld,
        naam,
        context,
        &html! {
            div.aankruisen {
                @for (i, (code, tekst)) in keuzes.iter().enumerate() {
                    div.keuze {
                        input type="checkbox" id={ (id(naam)) "-" (i) } name=(naam) value=(code) checked[context.velden.alle(naam).any(|w| w == code)];
                        label for={ (id(naam)) "-" (i) } { (tekst) }
                    }
                }
            }
        },
    )
}

fn wanneer(veld: &Veld, naam: &str, context: &Context<'_>) -> Markup {
    let (dag, hoe) = (pad(naam, "datum"), pad(naam, "nauwkeurigheid"));
    let fout = context.fouten.bij(naam).or_else(|| context.fouten.bij(&dag));
    let bij = Bij { uitleg: Some("Laat leeg als het vandaag is.".to_owned()), fout, naam: &dag };
    let gekozen = context.velden.get(&hoe).unwrap_or("dag");
    html! {
        div class=(bij.klasse()) {
            label for=(id(&dag)) { (titel(veld)) }
            (bij.teksten())
            div.naast {
                input type="date" id=(id(&dag)) name=(dag) value=(context.velden.get(&dag).unwrap_or_default())
                    aria-describedby=[bij.ids()] aria-invalid=[fout.map(|_| "true")];
                select name=(hoe) aria-label="Hoe precies is die datum bekend?" {
                    @for (code, tekst) in [("dag", "op de dag precies"), ("maand", "alleen de maand"), ("jaar", "alleen het jaar"), ("onbekend", "ongeveer, niet zeker")] {
                        option value=(code) selected[gekozen == code] { (tekst) }
                    }
                }
            }
        }
    }
}

/// What is wrong, on top of a form: first in words, then each field with a way to it.
pub fn samenvatting(probleem: &Probleem, fouten: &Fouten) -> Markup {
    let mut velden: Vec<_> = fouten.alle().collect();
    // In the order of the form.
    velden.sort_by_key(|(naam, _)| naam.split('.').map(woorden::plaats).collect::<Vec<_>>());
    html! {
        div.bericht.bericht-fout role="alert" tabindex="-1" data-fouten {
            h2 { (if velden.is_empty() { "Dit kan nu niet" } else { "Er is nog iets niet goed ingevuld" }) }
            @if velden.is_empty() { p { (zin(&probleem.detail)) } }
            @else {
                ul {
                    @for (naam, fout) in &velden {
                        li { a href={ "#" (id(naam)) } { (woorden::naam_in_pad(naam)) } ": " (fout) }
                    }
                }
            }
            p { "Er is niets vastgelegd. Wat u invulde staat er nog." }
        }
    }
}
