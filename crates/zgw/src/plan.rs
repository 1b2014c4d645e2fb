//! What must be sent to a Zaken API so that it has what is here: pure. It compares what there should be with what was made
//! before, so it comes to the same after a crash at any moment, and to nothing when nothing changed.
//!
//! A zaak that ended is closed at the other side: its result must be there before the state that ends it, and what else
//! changes comes before that state, or after the one that opens it again.

use crate::afbeelding::{Adressen, Beeld, Maker, beeld};
use crate::catalogus::Catalogus;
use crate::verloop::{Gezet, Verloop};
use crate::verzoek::verzoek;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use wijkspoor_domain::termijn::Kalender;

/// What is made at the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Soort {
    /// The zaak itself.
    Zaak,
    /// A state.
    Status,
    /// How it ended.
    Resultaat,
    /// Who takes part.
    Rol,
    /// A decision, at the Besluiten API.
    Besluit,
}

impl Soort {
    pub(crate) const ALLE: [Self; 5] = [Self::Zaak, Self::Status, Self::Resultaat, Self::Rol, Self::Besluit];

    /// The code in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Zaak => "zaak",
            Self::Status => "status",
            Self::Resultaat => "resultaat",
            Self::Rol => "rol",
            Self::Besluit => "besluit",
        }
    }

    /// The collection in the API.
    pub(crate) const fn pad(self) -> &'static str {
        match self {
            Self::Zaak => "zaken",
            Self::Status => "statussen",
            Self::Resultaat => "resultaten",
            Self::Rol => "rollen",
            Self::Besluit => "besluiten",
        }
    }
}

/// Which of them, within an initiative.
pub(crate) type Sleutel = (Soort, String);

/// What was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gemaakt {
    /// How the API calls it.
    pub(crate) url: String,
    /// Of what was sent last; empty when that is not known.
    pub(crate) vingerafdruk: String,
}

/// All that was made before.
pub(crate) type Bekend = BTreeMap<Sleutel, Gemaakt>;

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stap {
    /// Make it, unless it turns out to be there.
    Maak(Sleutel, Json),
    /// Change it, where it was made.
    Wijzig(Sleutel, Json),
    /// Take it away: the zaak goes on.
    Verwijder(Sleutel),
}

/// The one result.
const RESULTAAT: &str = "resultaat";
/// The one zaak.
pub(crate) const ZAAK: &str = "zaak";

/// What is sent, so that a change of it is seen.
pub(crate) fn vingerafdruk(inhoud: &Json) -> String {
    hex::encode(Sha256::digest(inhoud.to_string()))
}

/// What there should be at the other side, and how to put it.
pub(crate) struct Wens<'a> {
    verloop: &'a Verloop,
    catalogus: &'a Catalogus,
    beeld: Beeld,
    adressen: Adressen,
}

impl<'a> Wens<'a> {
    pub(crate) fn nieuw(verloop: &'a Verloop, catalogus: &'a Catalogus, kalender: &Kalender) -> Self {
        // What is sent holds no address of this server.
        let adressen = Adressen::onder("");
        Self { verloop, catalogus, beeld: beeld(verloop, catalogus, kalender, &adressen), adressen }
    }

    /// What makes the zaak.
    pub(crate) fn zaak(&self) -> Json {
        let mut inhoud = verzoek(&self.beeld.zaak, ARCHIEF);
        inhoud.insert("registratiedatum".to_owned(), json!(self.beeld.zaak.registratiedatum));
        // What does not hold yet need not be said.
        if self.beeld.zaak.verlenging.is_none() {
            inhoud.remove("verlenging");
        }
        Json::Object(inhoud)
    }

    /// What of the zaak can change.
    pub(crate) fn zaak_nu(&self) -> Json {
        Json::Object(verzoek(&self.beeld.zaak, &[ARCHIEF, &VAST].concat()))
    }

    /// All the rest, in order, for the zaak with this address at the other side.
    pub(crate) fn rest(&self, bekend: &Bekend, zaak: &str) -> Vec<Stap> {
        let te_zetten: Vec<&Gezet> = (self.verloop.statussen.iter())
            .filter(|gezet| !bekend.contains_key(&(Soort::Status, gezet.volgnummer.to_string())))
            .collect();
        let gezet = self
            .verloop
            .statussen
            .iter()
            .rev()
            .find(|gezet| bekend.contains_key(&(Soort::Status, gezet.volgnummer.to_string())));
        let dicht = gezet.is_some_and(|gezet| gezet.status.fase.is_einde());
        let open = te_zetten.iter().position(|gezet| !gezet.status.fase.is_einde()).filter(|_| dicht);
        let eerst = open.map_or(0, |plaats| plaats + 1);
        let mut stappen = Vec::new();
        let mut resultaat =
            bekend.get(&(Soort::Resultaat, RESULTAAT.to_owned())).map(|gemaakt| gemaakt.vingerafdruk.clone());
        for (nummer, gezet) in te_zetten.iter().enumerate() {
            if nummer == eerst {
                stappen.extend(self.overig(bekend, zaak));
            }
            if gezet.status.fase.is_einde() {
                stappen.extend(self.resultaat(gezet, zaak, &mut resultaat));
            }
            stappen.extend(self.status(gezet, zaak));
        }
        if te_zetten.len() <= eerst {
            stappen.extend(self.overig(bekend, zaak));
        }
        match self.verloop.einde() {
            Some(einde) => stappen.extend(self.resultaat(einde, zaak, &mut resultaat)),
            // What it came to when it was closed no longer holds.
            None => {
                stappen.extend(resultaat.map(|_| Stap::Verwijder((Soort::Resultaat, RESULTAAT.to_owned()))))
            }
        }
        stappen
    }

    /// What does not wait for a state: who takes part, what was decided, what the zaak says of itself.
    fn overig(&self, bekend: &Bekend, zaak: &str) -> Vec<Stap> {
        let rollen = self.beeld.rollen.iter().zip(self.sleutels()).filter_map(|(rol, sleutel)| {
            // What a role is called follows from its type.
            let inhoud = || bij_zaak(verzoek(rol, &["omschrijving"]), zaak);
            (!bekend.contains_key(&sleutel)).then(|| Stap::Maak(sleutel, inhoud()))
        });
        let besluiten = self.beeld.besluiten.iter().filter_map(|besluit| {
            let sleutel = (Soort::Besluit, besluit.identificatie.clone());
            let verzonden = bekend.get(&sleutel).map(|gemaakt| gemaakt.vingerafdruk.as_str());
            maak_of_wijzig(verzonden, sleutel, bij_zaak(verzoek(besluit, &[]), zaak))
        });
        let sleutel = (Soort::Zaak, ZAAK.to_owned());
        let zelf = bekend.get(&sleutel).map(|gemaakt| gemaakt.vingerafdruk.as_str());
        let zelf = zelf.and_then(|verzonden| maak_of_wijzig(Some(verzonden), sleutel, self.zaak_nu()));
        rollen.chain(besluiten).chain(zelf).collect()
    }

    /// How the roles are known: of those who take part, the ones for which there is a roltype.
    fn sleutels(&self) -> impl Iterator<Item = Sleutel> {
        let met = self.verloop.betrokkenen.iter().filter(|d| self.catalogus.roltypen.contains_key(&d.soort));
        met.map(|deelname| (Soort::Rol, format!("{}:{}", deelname.soort.code(), deelname.volgnummer)))
    }

    fn maker(&self) -> Maker<'_> {
        Maker { v: self.verloop, c: self.catalogus, a: &self.adressen }
    }

    fn status(&self, gezet: &Gezet, zaak: &str) -> Option<Stap> {
        let status = self.maker().status(gezet, None)?;
        let sleutel = (Soort::Status, gezet.volgnummer.to_string());
        Some(Stap::Maak(sleutel, bij_zaak(verzoek(&status, &[]), zaak)))
    }

    /// The result of an end, when what was sent last (`nu`) is another.
    fn resultaat(&self, einde: &Gezet, zaak: &str, nu: &mut Option<String>) -> Option<Stap> {
        let inhoud = bij_zaak(verzoek(&self.maker().resultaat(einde)?, &[]), zaak);
        let sleutel = (Soort::Resultaat, RESULTAAT.to_owned());
        let vorige = nu.replace(vingerafdruk(&inhoud));
        maak_of_wijzig(vorige.as_deref(), sleutel, inhoud)
    }
}

/// What the other side derives from the type of the result.
const ARCHIEF: &[&str] = &["archiefnominatie", "archiefstatus", "archiefactiedatum"];
/// What of a zaak never changes.
const VAST: [&str; 3] = ["identificatie", "bronorganisatie", "zaaktype"];

fn maak_of_wijzig(verzonden: Option<&str>, sleutel: Sleutel, inhoud: Json) -> Option<Stap> {
    match verzonden {
        None => Some(Stap::Maak(sleutel, inhoud)),
        Some(verzonden) if verzonden == vingerafdruk(&inhoud) => None,
        Some(_) => Some(Stap::Wijzig(sleutel, inhoud)),
    }
}

fn bij_zaak(mut inhoud: Map<String, Json>, zaak: &str) -> Json {
    inhoud.insert("zaak".to_owned(), json!(zaak));
    Json::Object(inhoud)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verloop::tests::leven;
    use proptest::prelude::*;
    use wijkspoor_domain::Opzet;

    /// The other side: what was made there, and how often.
    #[derive(Default)]
    struct Daar {
        bekend: Bekend,
        gedaan: Vec<(Soort, &'static str, Json)>,
        statussen: Vec<Json>,
        resultaat: Option<Json>,
    }

    impl Daar {
        /// Carries out a plan, up to so many steps.
        fn voer_uit(&mut self, wens: &Wens, hoogstens: usize) -> usize {
            let zelf = (Soort::Zaak, ZAAK.to_owned());
            let mut over = hoogstens;
            if !self.bekend.contains_key(&zelf) {
                if over == 0 {
                    return 0;
                }
                self.doe(&Stap::Maak(zelf.clone(), wens.zaak()));
                self.bekend
                    .insert(zelf, Gemaakt { url: "z".into(), vingerafdruk: vingerafdruk(&wens.zaak_nu()) });
                over -= 1;
            }
            let stappen = wens.rest(&self.bekend, "z");
            stappen.iter().take(over).for_each(|stap| self.doe(stap));
            over.saturating_sub(stappen.len())
        }

        fn doe(&mut self, stap: &Stap) {
            let (sleutel, wat, inhoud) = match stap {
                Stap::Maak(sleutel, inhoud) => (sleutel, "maak", inhoud.clone()),
                Stap::Wijzig(sleutel, inhoud) => (sleutel, "wijzig", inhoud.clone()),
                Stap::Verwijder(sleutel) => (sleutel, "verwijder", Json::Null),
            };
            self.gedaan.push((sleutel.0, wat, inhoud.clone()));
            match sleutel.0 {
                Soort::Status => {
                    let einde = inhoud["statustype"].as_str().unwrap().ends_with('9');
                    assert!(!einde || self.resultaat.is_some(), "closed without a result");
                    self.statussen.push(inhoud.clone());
                }
                Soort::Resultaat => self.resultaat = Some(inhoud.clone()).filter(|_| wat != "verwijder"),
                _ => {}
            }
            let bekend = self.bekend.contains_key(sleutel);
            assert_eq!(bekend, wat != "maak", "{sleutel:?}");
            match stap {
                Stap::Verwijder(_) => drop(self.bekend.remove(sleutel)),
                _ => {
                    let gemaakt = Gemaakt { url: "x".into(), vingerafdruk: vingerafdruk(&inhoud) };
                    self.bekend.insert(sleutel.clone(), gemaakt);
                }
            }
        }
    }

    proptest! {
        /// At any moment of a life a plan is carried out, for as far as it comes; at the end all is there, once and in order.
        #[test]
        fn whatever_is_broken_off_comes_to_the_same(
            rondes in proptest::collection::vec((1_usize..30, 0_usize..12), 0..12),
        ) {
            let (opzet, catalogus) = (Opzet::standaard().unwrap(), crate::instellingen::tests::catalogus());
            let events = leven();
            let mut daar = Daar::default();
            let (mut tot, kalender) = (0, &opzet.inrichting.kalender);
            for (erbij, stappen) in rondes {
                tot = (tot + erbij).min(events.len());
                let verloop = Verloop::van(&events[..tot], &opzet).unwrap();
                daar.voer_uit(&Wens::nieuw(&verloop, &catalogus, kalender), stappen);
            }
            let verloop = Verloop::van(&events, &opzet).unwrap();
            let wens = Wens::nieuw(&verloop, &catalogus, kalender);
            prop_assert!(daar.voer_uit(&wens, usize::MAX) > 0);
            prop_assert_eq!(daar.bekend.keys().filter(|(soort, _)| *soort == Soort::Zaak).count(), 1);
            let tijden: Vec<_> = daar.statussen.iter().map(|s| s["datumStatusGezet"].as_str().unwrap()).collect();
            prop_assert!(tijden.is_sorted(), "{:?}", tijden);
            prop_assert_eq!(tijden.len(), verloop.statussen.len());
            prop_assert!(daar.resultaat.is_some());
            prop_assert_eq!(wens.rest(&daar.bekend, "z"), Vec::new(), "and then there is nothing to do");
        }
    }

    #[test]
    fn nothing_that_the_other_side_makes_is_sent() {
        let (opzet, catalogus) = (Opzet::standaard().unwrap(), crate::instellingen::tests::catalogus());
        let verloop = Verloop::van(&leven(), &opzet).unwrap();
        let mut daar = Daar::default();
        daar.voer_uit(&Wens::nieuw(&verloop, &catalogus, &opzet.inrichting.kalender), usize::MAX);
        let tekst = json!(daar.gedaan.iter().map(|(_, _, inhoud)| inhoud).collect::<Vec<_>>()).to_string();
        for veld in ["\"url\"", "\"uuid\"", "/zgw", "archief", "Fatima", "indicatieLaatst"] {
            assert!(!tekst.contains(veld), "{veld}: {tekst}");
        }
        let soorten: Vec<_> = daar.gedaan.iter().map(|(soort, wat, _)| (soort.code(), *wat)).collect();
        assert_eq!(soorten.first(), Some(&("zaak", "maak")));
        assert_eq!(
            soorten.iter().filter(|(soort, _)| *soort == "resultaat").count(),
            2,
            "made, and changed after a reopening"
        );
    }
}
