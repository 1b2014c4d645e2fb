//! Checks a definition when it is read: what passes here cannot lead an initiative into an undefined state.

use super::lezen::{Ruw, RuweDuur, RuweOvergang, RuweStatus, RuweTermijn};
use super::{
    Aanzet, Doel, Duur, Fase, HERKOMST, Overgang, Overgangsoort, Status, Termijn, Termijneenheid, Vereiste,
    Werkstroom,
};
use crate::Rol;
use crate::definitie::{Fout, Fouten, Woord};
use std::collections::BTreeSet;

/// Roles that may take no part in the process.
const BUITEN_HET_PROCES: [Rol; 2] = [Rol::Auditor, Rol::Beheerder];
const MAX_STATUSSEN: usize = 100;
const MAX_OVERGANGEN: usize = 500;

struct Controle<'a> {
    fouten: Fouten<'a>,
}

pub(super) fn controleer(ruw: &Ruw, tekst: &str) -> Result<Werkstroom, Vec<Fout>> {
    let mut c = Controle { fouten: Fouten::van(tekst) };
    let werkstroom = c.vertaal(ruw);
    c.verwijzingen(ruw, &werkstroom);
    if c.fouten.is_leeg() {
        c.soort_en_fase(ruw, &werkstroom);
        c.herkomst(ruw, &werkstroom);
        c.bereik(ruw, &werkstroom);
    }
    c.fouten.of(werkstroom)
}

impl Controle<'_> {
    fn vertaal(&mut self, ruw: &Ruw) -> Werkstroom {
        let code = self.fouten.code(&ruw.code, "code");
        if *ruw.versie.as_ref() == 0 {
            self.fouten.meld(ruw.versie.span().start, "versie", "een versie is een getal vanaf 1");
        }
        let statussen = ruw.statussen.as_ref();
        if statussen.is_empty() || statussen.len() > MAX_STATUSSEN {
            let melding = format!("er moeten 1 tot {MAX_STATUSSEN} statussen zijn");
            self.fouten.meld(ruw.statussen.span().start, "statussen", melding);
        }
        if ruw.overgangen.len() > MAX_OVERGANGEN {
            self.fouten.meld(0, "overgangen", format!("er mogen hoogstens {MAX_OVERGANGEN} overgangen zijn"));
        }
        Werkstroom {
            code,
            versie: *ruw.versie.as_ref(),
            naam: ruw.naam.clone(),
            omschrijving: ruw.omschrijving.clone(),
            begin: ruw.begin.as_ref().clone(),
            statussen: statussen.iter().filter_map(|s| self.status(s)).collect(),
            overgangen: ruw.overgangen.iter().filter_map(|o| self.overgang(o)).collect(),
            termijnen: ruw.termijnen.iter().filter_map(|t| self.termijn(t)).collect(),
        }
    }

    fn status(&mut self, ruw: &RuweStatus) -> Option<Status> {
        let code = self.fouten.code(&ruw.code, "statussen, code");
        let plaats = format!("statussen {code:?}");
        let fase = self.fouten.kies(&ruw.fase, &format!("{plaats}, fase"), Fase::ALLE, Fase::code);
        let veld = format!("{plaats}, aan_zet");
        let aan_zet: Vec<_> = ruw
            .aan_zet
            .iter()
            .filter_map(|w| self.fouten.kies(w, &veld, Aanzet::ALLE, Aanzet::code))
            .collect();
        let terugval = ruw
            .terugval
            .as_ref()
            .and_then(|w| self.fouten.kies(w, &format!("{plaats}, terugval"), Aanzet::ALLE, Aanzet::code));
        let norm = ruw.norm.as_ref().and_then(|d| self.duur(d, &format!("{plaats}, norm")));
        let fase = fase?;
        let positie = ruw.code.span().start;
        if fase.is_einde() && !(ruw.aan_zet.is_empty() && ruw.terugval.is_none() && ruw.norm.is_none()) {
            self.fouten.meld(
                positie,
                &veld,
                "in een eindstatus is niemand aan zet en loopt geen norm: laat ze weg",
            );
        }
        if !fase.is_einde() && ruw.aan_zet.is_empty() {
            self.fouten.meld(positie, &veld, "er moet iemand aan zet zijn, behalve in een eindstatus");
        }
        let wisselend = !aan_zet.is_empty() && aan_zet.iter().all(|a| a.is_wisselend());
        if wisselend && terugval.is_none_or(Aanzet::is_wisselend) {
            let melding = "noem een vaste partij: wie is aan zet als er geen afdeling of partner is?";
            self.fouten.meld(positie, format!("{plaats}, terugval"), melding);
        }
        let bij_overschrijding = ruw.bij_overschrijding.as_ref().map(|w| w.as_ref().clone());
        let (naam, schort_op) = (ruw.naam.clone(), ruw.schort_op);
        Some(Status { code, naam, fase, aan_zet, terugval, norm, schort_op, bij_overschrijding })
    }

    fn duur(&mut self, ruw: &RuweDuur, plaats: &str) -> Option<Duur> {
        let aantal = *ruw.aantal.as_ref();
        if !(1..=3650).contains(&aantal) {
            self.fouten.meld(
                ruw.aantal.span().start,
                format!("{plaats}.aantal"),
                "moet van 1 tot en met 3650 zijn",
            );
        }
        let eenheid = self.fouten.kies(
            &ruw.eenheid,
            &format!("{plaats}.eenheid"),
            Termijneenheid::ALLE,
            Termijneenheid::code,
        )?;
        Some(Duur { aantal, eenheid })
    }

    fn overgang(&mut self, ruw: &RuweOvergang) -> Option<Overgang> {
        let code = self.fouten.code(&ruw.code, "overgangen, code");
        let plaats = format!("overgangen {code:?}");
        let positie = ruw.code.span().start;
        let soort = self.fouten.kies(
            &ruw.soort,
            &format!("{plaats}, soort"),
            Overgangsoort::ALLE,
            Overgangsoort::code,
        );
        let veld = format!("{plaats}, rollen");
        let mut rollen = Vec::new();
        for woord in &ruw.rollen {
            let Some(rol) = self.fouten.kies(woord, &veld, Rol::ALLE, Rol::code) else { continue };
            if BUITEN_HET_PROCES.contains(&rol) {
                self.fouten.meld(
                    woord.span().start,
                    &veld,
                    format!("de rol {rol} neemt geen deel aan het proces"),
                );
            }
            rollen.push(rol);
        }
        if ruw.rollen.is_empty() {
            self.fouten.meld(positie, &veld, "noem wie deze overgang mag uitvoeren");
        }
        if ruw.van.is_empty() {
            self.fouten.meld(positie, format!("{plaats}, van"), "noem vanuit welke status");
        }
        let veld = format!("{plaats}, vereist");
        let mut vereist = Vec::new();
        for woord in &ruw.vereist {
            let Some(een) = self.fouten.kies(woord, &veld, Vereiste::ALLE, Vereiste::code) else { continue };
            if let Some(soort) = soort.filter(|soort| !soort.bewaart(een)) {
                self.fouten.meld(woord.span().start, &veld, format!("soort {soort} legt geen {een} vast"));
            }
            vereist.push(een);
        }
        let soort = soort?;
        for altijd in soort.vereist_altijd() {
            if !vereist.contains(altijd) {
                vereist.push(*altijd);
            }
        }
        let naar = match ruw.naar.as_ref().as_str() {
            HERKOMST => Doel::Herkomst,
            code => Doel::Status(code.to_owned()),
        };
        let van = ruw.van.iter().map(|w| w.as_ref().clone()).collect();
        Some(Overgang { code, naam: ruw.naam.clone(), soort, van, naar, rollen, vereist })
    }

    fn termijn(&mut self, ruw: &RuweTermijn) -> Option<Termijn> {
        let code = self.fouten.code(&ruw.code, "termijnen, code");
        let plaats = format!("termijnen {code:?}");
        let duur = self.duur(&ruw.duur, &format!("{plaats}, duur"))?;
        let veld = format!("{plaats}, tot");
        let tot = ruw.tot.iter().filter_map(|w| self.fouten.kies(w, &veld, Fase::ALLE, Fase::code)).collect();
        let (naam, grondslag) = (ruw.naam.clone(), ruw.grondslag.clone());
        Some(Termijn {
            code,
            naam,
            grondslag,
            wettelijk: ruw.wettelijk,
            duur,
            vanaf: ruw.vanaf.as_ref().clone(),
            tot,
        })
    }

    /// Codes are unique, and every status that is named exists.
    fn verwijzingen(&mut self, ruw: &Ruw, w: &Werkstroom) {
        let bekend: BTreeSet<&str> =
            ruw.statussen.as_ref().iter().map(|s| s.code.as_ref().as_str()).collect();
        self.uniek(ruw.statussen.as_ref().iter().map(|s| &s.code), "statussen");
        self.uniek(ruw.overgangen.iter().map(|o| &o.code), "overgangen");
        self.uniek(ruw.termijnen.iter().map(|t| &t.code), "termijnen");
        self.bestaat(&ruw.begin, "begin", &bekend);
        if w.is_einde(&w.begin) {
            self.fouten.meld(
                ruw.begin.span().start,
                "begin",
                "een initiatief kan niet in een eindstatus beginnen",
            );
        }
        for o in &ruw.overgangen {
            let plaats = format!("overgangen {:?}", o.code.as_ref());
            for van in &o.van {
                self.bestaat(van, &format!("{plaats}, van"), &bekend);
            }
            if o.naar.as_ref() != HERKOMST {
                self.bestaat(&o.naar, &format!("{plaats}, naar"), &bekend);
            }
        }
        for t in &ruw.termijnen {
            self.bestaat(&t.vanaf, &format!("termijnen {:?}, vanaf", t.code.as_ref()), &bekend);
        }
        for s in ruw.statussen.as_ref() {
            self.bij_overschrijding(s, w);
        }
    }

    /// What is proposed when it takes too long is an escalation, and possible from there.
    fn bij_overschrijding(&mut self, status: &RuweStatus, w: &Werkstroom) {
        let Some(woord) = &status.bij_overschrijding else { return };
        let hier = status.code.as_ref();
        let escalaties: Vec<&str> =
            (w.overgangen_van(hier)).filter(|o| o.soort.is_escalatie()).map(|o| o.code.as_str()).collect();
        if !escalaties.contains(&woord.as_ref().as_str()) {
            let kies = match escalaties.as_slice() {
                [] => "er is er geen: laat het weg".to_owned(),
                escalaties => format!("wel: {}", escalaties.join(", ")),
            };
            let melding = format!("{:?} is geen escalatie vanuit {hier:?}; {kies}", woord.as_ref());
            self.fouten.meld(woord.span().start, format!("statussen {hier:?}, bij_overschrijding"), melding);
        }
    }

    fn uniek<'w>(&mut self, woorden: impl Iterator<Item = &'w Woord>, plaats: &str) {
        let mut gezien = BTreeSet::new();
        for woord in woorden {
            if !gezien.insert(woord.as_ref()) {
                self.fouten.meld(
                    woord.span().start,
                    plaats,
                    format!("{:?} komt twee keer voor", woord.as_ref()),
                );
            }
        }
    }

    fn bestaat(&mut self, woord: &Woord, plaats: &str, bekend: &BTreeSet<&str>) {
        if !bekend.contains(woord.as_ref().as_str()) {
            let lijst: Vec<_> = bekend.iter().copied().collect();
            let melding = format!("status {:?} bestaat niet; wel: {}", woord.as_ref(), lijst.join(", "));
            self.fouten.meld(woord.span().start, plaats, melding);
        }
    }

    /// A kind of transition goes only where its name is true, so that a figure by phase means the same everywhere.
    fn soort_en_fase(&mut self, ruw: &Ruw, w: &Werkstroom) {
        for (ruwe, overgang) in ruw.overgangen.iter().zip(&w.overgangen) {
            let plaats = format!("overgangen {:?}", overgang.code);
            for (woord, van) in ruwe.van.iter().zip(&overgang.van) {
                let Some(fase) = w.status(van).map(|s| s.fase) else { continue };
                let mag = match overgang.soort.van_fasen() {
                    Some(fasen) => fasen.contains(&fase),
                    None => !fase.is_einde(),
                };
                if !mag {
                    let melding = format!("soort {} kan niet uit een status van fase {fase}", overgang.soort);
                    self.fouten.meld(woord.span().start, format!("{plaats}, van"), melding);
                }
                if matches!(&overgang.naar, Doel::Status(naar) if naar == van) {
                    let melding = "een overgang leidt naar een andere status";
                    self.fouten.meld(woord.span().start, format!("{plaats}, van"), melding);
                }
            }
            if overgang.vereist.contains(&Vereiste::Opdracht) {
                let doelen = overgang.van.iter().flat_map(|van| w.doelen(overgang, van));
                let doof: BTreeSet<&str> =
                    doelen.filter(|naar| w.status(naar).is_some_and(|s| !s.kent_opdrachten())).collect();
                for naar in doof {
                    let melding = format!("vereist een opdracht, maar in {naar:?} heeft geen afdeling die");
                    self.fouten.meld(ruwe.naar.span().start, format!("{plaats}, naar"), melding);
                }
            }
            let Doel::Status(naar) = &overgang.naar else { continue };
            let Some(fase) = w.status(naar).map(|s| s.fase) else { continue };
            let mag = match overgang.soort.naar_fasen() {
                Some(fasen) => fasen.contains(&fase),
                None => !fase.is_bijzonder(),
            };
            if !mag {
                let melding = format!("soort {} kan niet naar een status van fase {fase}", overgang.soort);
                self.fouten.meld(ruwe.naar.span().start, format!("{plaats}, naar"), melding);
            }
        }
    }

    /// `@herkomst` needs a state to go back to: one that is entered from elsewhere, and is not the first.
    fn herkomst(&mut self, ruw: &Ruw, w: &Werkstroom) {
        for (ruwe, overgang) in ruw.overgangen.iter().zip(&w.overgangen) {
            if overgang.naar != Doel::Herkomst {
                continue;
            }
            let plaats = format!("overgangen {:?}, naar", overgang.code);
            if !matches!(overgang.soort, Overgangsoort::OntvangAanvulling | Overgangsoort::Hervat) {
                let melding = "@herkomst kan alleen bij ontvang_aanvulling en hervat";
                self.fouten.meld(ruwe.naar.span().start, &plaats, melding);
            }
            for van in &overgang.van {
                let eigen_ingang = w.doelen(overgang, van).is_empty() || *van == w.begin;
                if eigen_ingang {
                    let melding = format!("in {van:?} is er geen status om naar terug te gaan");
                    self.fouten.meld(ruwe.naar.span().start, &plaats, melding);
                }
            }
        }
    }

    /// Every state can be reached, and from every state an end.
    fn bereik(&mut self, ruw: &Ruw, w: &Werkstroom) {
        let vooruit = bereikbaar(w);
        let naar_einde = met_uitweg(w);
        for (ruwe, status) in ruw.statussen.as_ref().iter().zip(&w.statussen) {
            let plaats = format!("statussen {:?}", status.code);
            if !vooruit.contains(status.code.as_str()) {
                let melding = format!("is vanuit {:?} niet te bereiken", w.begin);
                self.fouten.meld(ruwe.code.span().start, &plaats, melding);
            }
            if !naar_einde.contains(status.code.as_str()) {
                self.fouten.meld(
                    ruwe.code.span().start,
                    &plaats,
                    "vanaf hier is geen eindstatus te bereiken",
                );
            }
        }
    }
}

/// Every status that can be reached. `@herkomst` adds none: it goes back to where the initiative has been.
fn bereikbaar(w: &Werkstroom) -> BTreeSet<&str> {
    let mut bereikt = BTreeSet::from([w.begin.as_str()]);
    let mut te_doen = vec![w.begin.as_str()];
    while let Some(hier) = te_doen.pop() {
        for overgang in w.overgangen_van(hier) {
            if let Doel::Status(naar) = &overgang.naar
                && bereikt.insert(naar)
            {
                te_doen.push(naar);
            }
        }
    }
    bereikt
}

/// Every status from which an end can be reached, however the initiative came there: `@herkomst` is a way out only
/// if each status to which it may go back has one.
fn met_uitweg(w: &Werkstroom) -> BTreeSet<&str> {
    let mut uitweg = BTreeSet::new();
    loop {
        let nieuw: Vec<&str> = (w.statussen.iter())
            .filter(|status| !uitweg.contains(status.code.as_str()))
            .filter(|status| {
                status.fase.is_einde()
                    || w.overgangen_van(&status.code)
                        .any(|o| w.doelen(o, &status.code).iter().all(|naar| uitweg.contains(naar)))
            })
            .map(|status| status.code.as_str())
            .collect();
        if nieuw.is_empty() {
            return uitweg;
        }
        uitweg.extend(nieuw);
    }
}
