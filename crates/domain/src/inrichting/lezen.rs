//! Reads an inrichting from TOML, and checks it; all faults of a file come together, with their lines.

use super::archief::RuwResultaattype;
use super::beleid::{BEKEND, Beleidsregel, Beleidswaarde, Eenheid};
use super::{Gebied, Inrichting, Lijst, Periode, Reden, Vermelding};
use crate::Naam;
use crate::definitie::{Fout, Fouten, Woord, lees_toml};
use crate::feit::soorten::WEIGERREDENEN;
use crate::initiatief::gebeurtenis::{Blokkadereden, Terugreden, Weigerreden};
use crate::termijn::Kalender;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Spanned, value::Datetime};

/// More than any municipality has.
const MAX_NAMEN: usize = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ruw {
    gemeente: Woord,
    versie: Spanned<u32>,
    #[serde(default)]
    omschrijving: String,
    werkstroom: Option<Woord>,
    #[serde(default)]
    gebieden: Vec<RuwGebied>,
    #[serde(default)]
    afdelingen: Vec<Groep>,
    #[serde(default)]
    programmas: Vec<Groep>,
    #[serde(default)]
    portefeuilles: Vec<Groep>,
    #[serde(default)]
    posten: Vec<Groep>,
    #[serde(default)]
    themas: Vec<Groep>,
    #[serde(default)]
    redenen: Vec<RuweReden>,
    #[serde(default)]
    aangewezen_dagen: Vec<Spanned<Datetime>>,
    #[serde(default)]
    beleid: Vec<RuwBeleid>,
    selectielijst: Option<Woord>,
    #[serde(default)]
    resultaattypen: Vec<Spanned<RuwResultaattype>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuwGebied {
    naam: Woord,
    tlo: Option<Woord>,
    #[serde(default)]
    wijken: Vec<Woord>,
    vanaf: Option<Spanned<Datetime>>,
    tot: Option<Spanned<Datetime>>,
}

/// Names that hold in the same period.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groep {
    namen: Vec<Woord>,
    vanaf: Option<Spanned<Datetime>>,
    tot: Option<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuweReden {
    naam: Woord,
    telt_als: Woord,
    vanaf: Option<Spanned<Datetime>>,
    tot: Option<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuwBeleid {
    code: Woord,
    naam: String,
    waarde: Option<i64>,
    eenheid: Option<Woord>,
    tekst: Option<String>,
    grondslag: Option<String>,
    vanaf: Option<Spanned<Datetime>>,
}

/// Reads and checks an inrichting.
///
/// # Errors
/// Every fault of the text: one when it is no TOML of the right shape, else all that the checks find, by line.
pub fn lees(tekst: &str) -> Result<Inrichting, Vec<Fout>> {
    let ruw: Ruw = lees_toml(tekst)?;
    let mut c = Controle { fouten: Fouten::van(tekst), gezien: BTreeMap::new() };
    if *ruw.versie.as_ref() == 0 {
        c.fouten.meld(ruw.versie.span().start, "versie", "een versie is een getal vanaf 1");
    }
    let gemeente = c.naam(&ruw.gemeente, "gemeente").map(|n| n.to_string()).unwrap_or_default();
    let lijsten = [
        (Lijst::Afdelingen, &ruw.afdelingen),
        (Lijst::Programmas, &ruw.programmas),
        (Lijst::Portefeuilles, &ruw.portefeuilles),
        (Lijst::Posten, &ruw.posten),
        (Lijst::Themas, &ruw.themas),
    ];
    let inrichting = Inrichting {
        gemeente,
        versie: *ruw.versie.as_ref(),
        omschrijving: ruw.omschrijving,
        werkstroom: ruw.werkstroom.as_ref().map(|code| c.fouten.code(code, "werkstroom")),
        gebieden: ruw.gebieden.iter().filter_map(|g| c.gebied(g)).collect(),
        namen: lijsten.into_iter().flat_map(|(lijst, groepen)| c.groepen(lijst, groepen)).collect(),
        redenen: ruw.redenen.iter().filter_map(|r| c.reden(r)).collect(),
        kalender: Kalender::default()
            .met_aangewezen(ruw.aangewezen_dagen.iter().filter_map(|d| c.datum(Some(d), "aangewezen_dagen"))),
        beleid: ruw.beleid.iter().filter_map(|b| c.beleid(b)).collect(),
        selectielijst: ruw
            .selectielijst
            .as_ref()
            .and_then(|naam| c.naam(naam, "selectielijst"))
            .map(|naam| naam.to_string())
            .unwrap_or_default(),
        resultaattypen: ruw.resultaattypen.iter().filter_map(|r| c.resultaattype(r.as_ref())).collect(),
    };
    if let Some(eerste) = ruw.resultaattypen.first().filter(|_| ruw.selectielijst.is_none()) {
        let melding = "noem met selectielijst welke lijst u volgt: dat is de grond waarop wordt vernietigd";
        c.fouten.meld(eerste.span().start, "resultaattypen", melding);
    }
    let aantal: usize = Lijst::ALLE.iter().map(|lijst| inrichting.namen(*lijst).len()).sum();
    if aantal > MAX_NAMEN {
        c.fouten.meld(
            0,
            "lijsten",
            format!("er mogen hoogstens {MAX_NAMEN} namen zijn, dit zijn er {aantal}"),
        );
    }
    c.fouten.of(inrichting)
}

pub(super) struct Controle<'a> {
    pub(super) fouten: Fouten<'a>,
    /// The periods in which a name stands in a list already.
    gezien: BTreeMap<(String, String), Vec<Periode>>,
}

impl Controle<'_> {
    pub(super) fn naam(&mut self, woord: &Woord, plaats: &str) -> Option<Naam> {
        let naam = Naam::try_from(woord.as_ref().as_str());
        naam.map_err(|fout| self.fouten.meld(woord.span().start, plaats, fout.to_string())).ok()
    }

    /// A name that stands in its list once at a time.
    pub(super) fn enige(&mut self, woord: &Woord, plaats: &str, periode: Periode) -> Option<Naam> {
        let naam = self.naam(woord, plaats)?;
        let eerder = self.gezien.entry((plaats.to_owned(), naam.to_string())).or_default();
        let dubbel = eerder.iter().any(|p| p.overlapt(&periode));
        eerder.push(periode);
        if dubbel {
            let melding = format!("{:?} staat er in dezelfde tijd twee keer", naam.as_str());
            self.fouten.meld(woord.span().start, plaats, melding);
        }
        Some(naam)
    }

    pub(super) fn periode(
        &mut self,
        vanaf: Option<&Spanned<Datetime>>,
        tot: Option<&Spanned<Datetime>>,
        plaats: &str,
    ) -> Periode {
        let periode = Periode { vanaf: self.datum(vanaf, plaats), tot: self.datum(tot, plaats) };
        if let (Some(vanaf), Some(einde), Some(woord)) = (periode.vanaf, periode.tot, tot)
            && einde <= vanaf
        {
            let melding = format!("tot ({einde}) is de eerste dag erna, en moet na vanaf ({vanaf}) liggen");
            self.fouten.meld(woord.span().start, plaats, melding);
        }
        periode
    }

    fn datum(&mut self, woord: Option<&Spanned<Datetime>>, plaats: &str) -> Option<Date> {
        let woord = woord?;
        let datum = woord.as_ref().to_string().parse().ok().filter(|_| woord.as_ref().time.is_none());
        if datum.is_none() {
            let melding = format!("{} is geen datum; schrijf haar als 2021-01-31", woord.as_ref());
            self.fouten.meld(woord.span().start, plaats, melding);
        }
        datum
    }

    fn gebied(&mut self, ruw: &RuwGebied) -> Option<Gebied> {
        let periode = self.periode(ruw.vanaf.as_ref(), ruw.tot.as_ref(), "gebieden");
        let tlo = ruw.tlo.as_ref().and_then(|tlo| self.naam(tlo, "gebieden, tlo"));
        let wijken = ruw.wijken.iter().filter_map(|w| self.enige(w, "wijken", periode)).collect();
        Some(Gebied { naam: self.enige(&ruw.naam, "gebieden", periode)?, tlo, wijken, periode })
    }

    fn groepen(&mut self, lijst: Lijst, groepen: &[Groep]) -> Vec<Vermelding> {
        let mut namen = Vec::new();
        for groep in groepen {
            let periode = self.periode(groep.vanaf.as_ref(), groep.tot.as_ref(), lijst.code());
            let vermeld = groep.namen.iter().filter_map(|woord| self.enige(woord, lijst.code(), periode));
            namen.extend(vermeld.map(|naam| Vermelding { lijst, naam, periode }));
        }
        namen
    }

    fn reden(&mut self, ruw: &RuweReden) -> Option<Reden> {
        let periode = self.periode(ruw.vanaf.as_ref(), ruw.tot.as_ref(), "redenen");
        let plaats = format!("redenen {:?}, telt_als", ruw.naam.as_ref());
        let telt_als = self.fouten.kies(&ruw.telt_als, &plaats, &gesloten_redenen(), |code| code);
        let naam = self.enige(&ruw.naam, "redenen", periode)?;
        Some(Reden { naam, telt_als: telt_als?, periode })
    }

    fn beleid(&mut self, ruw: &RuwBeleid) -> Option<Beleidsregel> {
        let positie = ruw.code.span().start;
        let code = self.fouten.code(&ruw.code, "beleid, code");
        let plaats = format!("beleid {code:?}");
        let veld = format!("{plaats}, eenheid");
        let eenheid =
            ruw.eenheid.as_ref().and_then(|e| self.fouten.kies(e, &veld, Eenheid::ALLE, Eenheid::code));
        let vanaf = self.datum(ruw.vanaf.as_ref(), &plaats);
        let eerder = self.gezien.entry(("beleid".to_owned(), code.clone())).or_default();
        let zelfde_dag = eerder.iter().any(|p| p.vanaf == vanaf);
        eerder.push(Periode { vanaf, tot: None });
        if zelfde_dag {
            self.fouten.meld(positie, &plaats, "staat er twee keer vanaf dezelfde dag");
        }
        let waarde = match (ruw.waarde, eenheid, &ruw.tekst) {
            (Some(getal), Some(eenheid), None) if getal >= 0 => Beleidswaarde::Getal(getal, eenheid),
            (None, None, Some(tekst)) if ruw.eenheid.is_none() => Beleidswaarde::Tekst(tekst.clone()),
            _ => {
                let melding = "heeft een waarde vanaf 0 met een eenheid, of anders een tekst";
                self.fouten.meld(positie, &plaats, melding);
                return None;
            }
        };
        let vast = BEKEND.iter().find(|(bekend, _)| *bekend == code).map(|(_, eenheid)| *eenheid);
        if let Some(vast) = vast
            && !matches!(waarde, Beleidswaarde::Getal(_, eenheid) if eenheid == vast)
        {
            self.fouten.meld(positie, &veld, format!("het programma rekent hiermee in {vast}"));
        }
        let (naam, grondslag) = (ruw.naam.clone(), ruw.grondslag.clone());
        Some(Beleidsregel { code, naam, waarde, grondslag, vanaf })
    }
}

/// The reasons of the closed lists: of orders, of stalls and of facts.
fn gesloten_redenen() -> Vec<&'static str> {
    let mut codes: Vec<&str> = WEIGERREDENEN.to_vec();
    codes.extend(Weigerreden::ALLE.iter().map(|r| r.code()));
    codes.extend(Terugreden::ALLE.iter().map(|r| r.code()));
    codes.extend(Blokkadereden::ALLE.iter().map(|r| r.code()));
    codes.sort_unstable();
    codes.dedup();
    codes
}
