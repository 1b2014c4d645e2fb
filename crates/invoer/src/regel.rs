//! A row, read: what it says that happened, when, by whom, and with what.

use crate::datum::{VORMEN, Wanneer};
use crate::keten::Invoer;
use crate::kop::{BETREFT, DATUM, DOOR, LABEL, NAUWKEURIGHEID, STAP, VASTE};
use crate::lijkt::{code, kaal, lijkt_op, wel};
use crate::melding::Melding;
use crate::stap::{STAPPEN, Stap, feitsoorten};
use crate::tabel::{Cel, Rij};
use crate::waarde::{self, TEKST, in_tekst};
use crate::waarom::onbekende_naam;
use std::collections::BTreeMap;
use wijkspoor_domain::feit::{Veld, Vorm, Waarde};
use wijkspoor_domain::inrichting::Lijst;
use wijkspoor_domain::werkstroom::Werkstroom;
use wijkspoor_domain::{Gevoelig, Naam, Nauwkeurigheid, Rol};

/// A row without a fault of its own.
#[derive(Debug, Clone)]
pub(crate) struct Regel {
    /// Its line in the file.
    pub(crate) nummer: u32,
    /// What happened.
    pub(crate) stap: Stap,
    /// As the row words it.
    pub(crate) stap_tekst: String,
    /// When.
    pub(crate) wanneer: Wanneer,
    /// The time as the row words it, where that is in words of its own.
    pub(crate) datum_in_bron: Option<String>,
    /// By whom, where the row says so: a role, and the area or department.
    pub(crate) door: Option<(Rol, Option<Naam>)>,
    /// What later rows call it.
    pub(crate) label: Option<String>,
    /// What it calls an earlier row.
    pub(crate) betreft: Option<String>,
    /// With what.
    pub(crate) velden: BTreeMap<&'static str, Waarde>,
    /// All of it in the one way to write it: what a later import is held against.
    pub(crate) woorden: BTreeMap<&'static str, String>,
}

impl Regel {
    pub(crate) fn tekst(&self, veld: &str) -> Option<Gevoelig> {
        match self.velden.get(veld)? {
            Waarde::Tekst(tekst) => Some(tekst.clone()),
            _ => None,
        }
    }

    pub(crate) fn naam(&self, veld: &str) -> Option<Naam> {
        match self.velden.get(veld)? {
            Waarde::Naam(naam) => Some(naam.clone()),
            _ => None,
        }
    }

    pub(crate) fn namen(&self, veld: &str) -> Vec<Naam> {
        match self.velden.get(veld) {
            Some(Waarde::Namen(namen)) => namen.clone(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn code(&self, veld: &str) -> Option<&'static str> {
        match self.velden.get(veld)? {
            Waarde::Code(code) => Some(code),
            _ => None,
        }
    }

    pub(crate) fn datum(&self, veld: &str) -> Option<jiff::civil::Date> {
        match self.velden.get(veld)? {
            Waarde::Datum(datum) => Some(*datum),
            _ => None,
        }
    }

    /// A fault of this row.
    pub(crate) fn fout(&self, kolom: &str, wat: impl Into<String>, wel: impl Into<String>) -> Melding {
        Melding::fout(self.nummer, kolom, wat, wel)
    }

    /// Reads a row.
    ///
    /// # Errors
    /// All that is wrong with it, whatever the initiative has become by then.
    pub(crate) fn lees(rij: &Rij, invoer: &Invoer) -> Result<Self, Vec<Melding>> {
        let fout = |kolom: &str, wat: String, wel: String| Melding::fout(rij.regel, kolom, wat, wel);
        let cellen = invoer.kop.cellen(rij).map_err(|wat| vec![fout("", wat, String::new())])?;
        let cel = |kolom: &str| cellen.iter().find(|(naam, _)| *naam == kolom).map(|(_, cel)| *cel);
        let mut lezer = Lezer { regel: rij.regel, fouten: Vec::new(), woorden: BTreeMap::new() };

        let stap_tekst = cel(STAP).map(in_tekst).unwrap_or_default();
        let stap = lezer.stap(&stap_tekst, invoer);
        let wanneer = lezer.wanneer(cel(DATUM), cel(NAUWKEURIGHEID));
        let door = cel(DOOR).and_then(|cel| lezer.door(&in_tekst(cel)));
        let (label, betreft) = (cel(LABEL).map(in_tekst), cel(BETREFT).map(in_tekst));
        let mut velden = BTreeMap::new();
        if let Some(stap) = stap {
            for (kolom, tekst, mag) in
                [(LABEL, &label, stap.kent_label()), (BETREFT, &betreft, stap.kent_betreft())]
            {
                match tekst {
                    Some(_) if !mag => lezer.hoort_niet(kolom, &stap_tekst),
                    Some(tekst) => drop(lezer.woorden.insert(kolom, tekst.clone())),
                    None => {}
                }
            }
            for (kolom, cel) in cellen.iter().filter(|(kolom, _)| !VASTE.contains(kolom)) {
                let Some(veld) = stap.velden().iter().find(|v| kaal(v.naam) == kaal(kolom)) else {
                    lezer.hoort_niet(kolom, &stap_tekst);
                    continue;
                };
                match waarde::lees(veld, cel, |sleutel| invoer.sleutels.get(sleutel).copied()) {
                    Ok((waarde, woorden)) => {
                        lezer.namen(veld, &waarde, wanneer, invoer);
                        velden.insert(veld.naam, waarde);
                        lezer.woorden.insert(veld.naam, woorden);
                    }
                    Err((wat, wel)) => lezer.fouten.push(fout(veld.naam, wat, wel)),
                }
            }
            for veld in stap.velden().iter().filter(|v| v.verplicht) {
                if !cellen.iter().any(|(kolom, _)| kaal(kolom) == kaal(veld.naam)) {
                    let wat = format!("bij {stap_tekst:?} ontbreekt {}", veld.naam);
                    lezer.fouten.push(fout(veld.naam, wat, veld.uitleg.to_owned()));
                }
            }
        }
        if lezer.woorden.values().map(|w| w.chars().count()).sum::<usize>() > TEKST {
            lezer.fouten.push(fout(
                "",
                "deze regel is te lang".to_owned(),
                format!("hoogstens {TEKST} tekens samen"),
            ));
        }
        let (Some(stap), Some(wanneer), true) = (stap, wanneer, lezer.fouten.is_empty()) else {
            return Err(lezer.fouten);
        };
        let datum_in_bron = cel(DATUM).and_then(|cel| match cel {
            Cel::Tekst(tekst) => {
                Some(tekst.chars().take(1000).collect()).filter(|t| *t != wanneer.in_woorden())
            }
            _ => None,
        });
        let woorden = lezer.woorden;
        Ok(Self {
            nummer: rij.regel,
            stap,
            stap_tekst,
            wanneer,
            datum_in_bron,
            door,
            label,
            betreft,
            velden,
            woorden,
        })
    }
}

struct Lezer {
    regel: u32,
    fouten: Vec<Melding>,
    woorden: BTreeMap<&'static str, String>,
}

impl Lezer {
    fn fout(&mut self, kolom: &str, wat: impl Into<String>, wel: impl Into<String>) {
        self.fouten.push(Melding::fout(self.regel, kolom, wat, wel));
    }

    fn hoort_niet(&mut self, kolom: &str, stap: &str) {
        self.fout(
            kolom,
            format!("{kolom} hoort niet bij {stap:?}"),
            "maak de cel leeg, of leg het vast in een eigen regel",
        );
    }

    /// Names out of a list: here, so that all that is unknown comes together. Those of which more must be known are left to
    /// the rules: a wijk belongs to a gebied, a reason of one's own to a reason.
    fn namen(&mut self, veld: &Veld, waarde: &Waarde, wanneer: Option<Wanneer>, invoer: &Invoer) {
        let (Vorm::Uit(lijst) | Vorm::NamenUit(lijst)) = veld.vorm else { return };
        let Some(op) = wanneer.and_then(|w| w.moment(0, None)) else { return };
        if matches!(lijst, Lijst::Wijken | Lijst::Redenen) {
            return;
        }
        let namen = match waarde {
            Waarde::Naam(naam) => std::slice::from_ref(naam),
            Waarde::Namen(namen) => namen.as_slice(),
            _ => &[],
        };
        for naam in namen {
            if let Err(weigering) = invoer.opzet.inrichting.controleer(lijst, veld.naam, naam, op) {
                let (wat, wel) = onbekende_naam(lijst, naam, op, &weigering.mogelijk());
                self.fout(veld.naam, wat, wel);
            }
        }
    }

    fn stap(&mut self, tekst: &str, invoer: &Invoer) -> Option<Stap> {
        if tekst.is_empty() {
            self.fout(STAP, "stap ontbreekt", "noem wat er gebeurde, zoals initiatief_ingediend");
            return None;
        }
        let stap = Stap::zoek(tekst)
            .or_else(|| invoer.opzet.werkstromen.iter().any(|w| noemt(w, tekst)).then_some(Stap::Overgang));
        match stap {
            Some(Stap::Eigen(_, soort)) => drop(self.woorden.insert(STAP, soort.code.to_owned())),
            Some(_) => drop(self.woorden.insert(STAP, code(tekst))),
            None => {
                let overgangen =
                    invoer.opzet.werkstromen.iter().flat_map(|w| &w.overgangen).map(|o| o.code.as_str());
                let eigen = STAPPEN.iter().map(|s| s.code).chain(feitsoorten().map(|s| s.code));
                let bekend = overgangen.chain(eigen);
                let wel = match lijkt_op(tekst, bekend) {
                    Some(bedoeld) => format!("bedoelt u {bedoeld}?"),
                    None => "docs/invoer.md noemt alle stappen".to_owned(),
                };
                self.fout(STAP, format!("{tekst:?} is geen stap"), wel);
            }
        }
        stap
    }

    fn wanneer(&mut self, cel: Option<&Cel>, grens: Option<&Cel>) -> Option<Wanneer> {
        let Some(cel) = cel else {
            self.fout(DATUM, "datum ontbreekt", VORMEN);
            return None;
        };
        let gelezen = match Wanneer::lees(cel) {
            Ok(gelezen) => gelezen,
            Err(wel) => {
                self.fout(DATUM, format!("{:?} is geen datum", in_tekst(cel)), wel);
                return None;
            }
        };
        let wanneer = match grens.map(in_tekst) {
            None => gelezen,
            Some(tekst) => {
                let Some(grens) = Nauwkeurigheid::van_code(&code(&tekst)) else {
                    self.fout(
                        NAUWKEURIGHEID,
                        format!("{tekst:?} kan hier niet"),
                        wel(&tekst, Nauwkeurigheid::CODES),
                    );
                    return None;
                };
                let Some(wanneer) = gelezen.hoogstens(grens) else {
                    let wel = "schrijf de datum vollediger, of laat nauwkeurigheid leeg";
                    self.fout(
                        NAUWKEURIGHEID,
                        format!("{:?} is niet bekend tot op {grens}", in_tekst(cel)),
                        wel,
                    );
                    return None;
                };
                wanneer
            }
        };
        self.woorden.insert(DATUM, wanneer.in_woorden());
        Some(wanneer)
    }

    fn door(&mut self, tekst: &str) -> Option<(Rol, Option<Naam>)> {
        let (rol, naam) = tekst.split_once(':').map_or((tekst, None), |(rol, naam)| (rol, Some(naam.trim())));
        let gevonden = Rol::van_code(&code(rol));
        let naam = naam.map(|naam| Naam::try_from(naam).map_err(|e| e.to_string())).transpose();
        match (gevonden, naam) {
            (Some(rol @ (Rol::Tlo | Rol::Afdeling)), Ok(naam)) => {
                let naam_erbij = naam.as_ref().map(|naam| format!(":{naam}")).unwrap_or_default();
                self.woorden.insert(DOOR, format!("{rol}{naam_erbij}"));
                Some((rol, naam))
            }
            (Some(rol), Ok(None)) => {
                self.woorden.insert(DOOR, rol.code().to_owned());
                Some((rol, None))
            }
            (Some(rol), Ok(Some(_))) => {
                self.fout(
                    DOOR,
                    format!("bij {rol} hoort geen naam"),
                    format!("schrijf alleen {rol}; namen van mensen horen hier niet"),
                );
                None
            }
            (Some(_), Err(wat)) => {
                self.fout(DOOR, wat, "schrijf bijvoorbeeld afdeling:Vastgoed");
                None
            }
            (None, _) => {
                self.fout(DOOR, format!("{rol:?} is geen rol"), wel(rol, Rol::CODES));
                None
            }
        }
    }
}

/// Whether a workflow has a transition or a status of this name.
fn noemt(werkstroom: &Werkstroom, tekst: &str) -> bool {
    let gelijk = |naam: &str| kaal(naam) == kaal(tekst);
    werkstroom.overgangen.iter().any(|o| gelijk(&o.code) || gelijk(&o.naam))
        || werkstroom.statussen.iter().any(|s| gelijk(&s.code) || gelijk(&s.naam))
}
