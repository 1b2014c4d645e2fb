//! A life written as rows and imported, comes to the same; in one go, in two, and once more.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

#[expect(dead_code, reason = "the builders serve the rules of the domain first")]
#[path = "../../domain/tests/common/mod.rs"]
mod common;
#[path = "../../domain/tests/common/feit.rs"]
mod feit;
#[path = "../../domain/tests/common/willekeur.rs"]
mod willekeur;

use common::*;
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::feit::Waarde;
use wijkspoor_domain::initiatief::handeling::{
    Dossierhandeling as D, NieuwBesluit, NieuweOpdracht, NieuweOvergang, Opdrachtactie as A,
};
use wijkspoor_domain::initiatief::{Commando, Gebeurtenis, Handeling, Toestand};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Gevoelig, Initiatief, Naam, Opzet, Recorded};
use wijkspoor_invoer::{
    Cel, Eerder, Gezet, Groep, Ingevoerd, Invoer, Oordeel, Rij, Tabel, Uitkomst, groepeer,
};
use wijkspoor_store::stable_id;
use willekeur::{Keus, willekeurig};

type Cellen = BTreeMap<&'static str, String>;

/// Writes commands as the rows that would say them.
#[derive(Default)]
struct Schrijver {
    rijen: Vec<Cellen>,
    labels: BTreeMap<Uuid, String>,
}

fn gevoelig(cellen: &mut Cellen, veld: &'static str, tekst: Option<&Gevoelig>) {
    cellen.extend(tekst.and_then(|t| Some((veld, t.tekst()?.to_owned()))));
}

fn namen<'a>(namen: impl IntoIterator<Item = &'a Naam>) -> String {
    namen.into_iter().map(Naam::as_str).collect::<Vec<_>>().join("|")
}

fn waarde(waarde: &Waarde, bedrag: bool) -> String {
    match waarde {
        Waarde::Tekst(tekst) => tekst.tekst().unwrap().to_owned(),
        Waarde::Naam(naam) => naam.to_string(),
        Waarde::Namen(lijst) => namen(lijst),
        Waarde::Code(code) => code.replace('_', " "),
        Waarde::Datum(datum) => datum.strftime("%d-%m-%Y").to_string(),
        Waarde::Getal(getal) if bedrag => format!("€ {},{:02}", getal / 100, getal % 100),
        Waarde::Getal(getal) => getal.to_string(),
        Waarde::JaNee(ja) => if *ja { "ja" } else { "nee" }.to_owned(),
        Waarde::Verwijzing(id) => id.to_string(),
    }
}

impl Schrijver {
    fn label(&mut self, cellen: &mut Cellen, id: Uuid) {
        let label = format!("r{}", self.rijen.len());
        cellen.insert("label", label.clone());
        self.labels.insert(id, label);
    }

    fn besluit(&mut self, cellen: &mut Cellen, besluit: &NieuwBesluit) {
        self.label(cellen, besluit.id);
        cellen.insert("besluitsoort", besluit.soort.code().to_owned());
        cellen.insert("mandaat", besluit.mandaat.to_string());
        gevoelig(cellen, "motivering", Some(&besluit.motivering));
    }

    fn opdrachten(cellen: &mut Cellen, opdrachten: &[NieuweOpdracht]) {
        if let Some(eerste) = opdrachten.first() {
            cellen.insert("afdeling", namen(opdrachten.iter().map(|o| &o.afdeling)));
            gevoelig(cellen, "omschrijving", Some(&eerste.omschrijving));
        }
    }

    fn overgang(&mut self, cellen: &mut Cellen, o: &NieuweOvergang) -> String {
        for (veld, tekst) in [
            ("motivering", &o.motivering),
            ("vraag", &o.vraag),
            ("geschilpunt", &o.geschilpunt),
            ("resultaat", &o.resultaat),
        ] {
            gevoelig(cellen, veld, tekst.as_ref());
        }
        cellen.extend(o.hersteltermijn.map(|d| ("hersteltermijn", d.to_string())));
        Self::opdrachten(cellen, &o.opdrachten);
        if let Some(besluit) = &o.besluit {
            self.besluit(cellen, besluit);
        }
        o.overgang.clone()
    }

    fn schrijf(&mut self, commando: &Commando, toestand: Option<&Toestand>) {
        let mut c = Cellen::new();
        let actor = &commando.context.actor;
        let naam =
            actor.gebied.as_ref().or(actor.afdeling.as_ref()).map(|n| format!(":{n}")).unwrap_or_default();
        c.insert("door", format!("{}{naam}", actor.rol));
        c.insert("datum", commando.context.plaatsgevonden.op.to_string());
        let stap = match &commando.handeling {
            Handeling::DienIn(i) => {
                for (veld, tekst) in [("gebied", &i.gebied), ("thema", &i.thema), ("oorsprong", &i.oorsprong)]
                {
                    c.insert(veld, tekst.to_string());
                }
                gevoelig(&mut c, "titel", Some(&i.titel));
                gevoelig(&mut c, "omschrijving", Some(&i.omschrijving));
                c.insert("wijken", namen(&i.wijken));
                gevoelig(&mut c, "initiatiefnemers", i.initiatiefnemers.first());
                "initiatief_ingediend".to_owned()
            }
            Handeling::VoerOvergangUit(overgang) => self.overgang(&mut c, overgang),
            Handeling::ZetOpdrachtenUit(opdrachten) => {
                Self::opdrachten(&mut c, opdrachten);
                "opdracht_uitgezet".to_owned()
            }
            Handeling::Opdracht { opdracht, actie } => {
                c.insert("afdeling", toestand.unwrap().opdrachten[opdracht].afdeling.to_string());
                opdracht_gewijzigd(&mut c, actie).to_owned()
            }
            Handeling::NeemBesluit(besluit) => {
                self.besluit(&mut c, besluit);
                "besluit_genomen".to_owned()
            }
            Handeling::DraaiBesluitTerug { besluit, motivering } => {
                c.insert("betreft", self.labels[besluit].clone());
                gevoelig(&mut c, "motivering", Some(motivering));
                "besluit_teruggedraaid".to_owned()
            }
            Handeling::Dossier(handeling) => dossier(&mut c, handeling).to_owned(),
            Handeling::LegVast(feit) => {
                for (veld, w) in &feit.velden {
                    let bedrag = feit.soort.veld(veld).unwrap().vorm == wijkspoor_domain::feit::Vorm::Bedrag;
                    c.insert(veld, waarde(w, bedrag));
                }
                if let Some(id) = feit.id {
                    self.label(&mut c, id);
                }
                c.extend(feit.betreft.map(|id| ("betreft", self.labels[&id].clone())));
                feit.soort.code.to_owned()
            }
            Handeling::Signaleer(_) | Handeling::WijzigWerkstroom(_) | Handeling::Vernietig(_) => {
                panic!("no step of a spreadsheet")
            }
        };
        c.insert("stap", stap);
        c.insert("initiatief", "A-1".to_owned());
        self.rijen.push(c);
    }

    fn tabel(&self, aantal: usize) -> Tabel {
        let mut koppen: Vec<&'static str> = self.rijen.iter().flat_map(|r| r.keys().copied()).collect();
        koppen.sort_unstable();
        koppen.dedup();
        let rijen = (2..).zip(self.rijen.iter().take(aantal)).map(|(regel, rij)| Rij {
            regel,
            cellen: koppen.iter().map(|kop| rij.get(kop).map(|t| Cel::Tekst(t.clone()))).collect(),
        });
        Tabel {
            rijen: rijen.collect(),
            koppen: koppen.iter().map(ToString::to_string).collect(),
            ..Tabel::default()
        }
    }
}

fn opdracht_gewijzigd(c: &mut Cellen, actie: &A) -> &'static str {
    let mut reden = |reden: &str, toelichting| {
        c.insert("reden", reden.to_owned());
        gevoelig(c, "toelichting", Some(toelichting));
    };
    match actie {
        A::Accepteer { behandelaar, toelichting } => {
            gevoelig(c, "behandelaar", behandelaar.as_ref());
            gevoelig(c, "toelichting", toelichting.as_ref());
            "opdracht_geaccepteerd"
        }
        A::Weiger { reden: r, toelichting, .. } => {
            reden(r.code(), toelichting);
            "opdracht_geweigerd"
        }
        A::GeefTerug { reden: r, toelichting, .. } => {
            reden(r.code(), toelichting);
            "opdracht_teruggegeven"
        }
        A::Blokkeer { reden: r, toelichting, .. } => {
            reden(r.code(), toelichting);
            "opdracht_geblokkeerd"
        }
        A::Deblokkeer { toelichting } => {
            gevoelig(c, "toelichting", toelichting.as_ref());
            "opdracht_gedeblokkeerd"
        }
        A::RondAf { toelichting } => {
            gevoelig(c, "toelichting", toelichting.as_ref());
            "opdracht_afgerond"
        }
        A::TrekIn { toelichting } => {
            gevoelig(c, "toelichting", Some(toelichting));
            "opdracht_ingetrokken"
        }
        A::ZetOpnieuwUit { toelichting } => {
            gevoelig(c, "toelichting", toelichting.as_ref());
            "opdracht_heruitgezet"
        }
    }
}

fn dossier(c: &mut Cellen, handeling: &D) -> &'static str {
    match handeling {
        D::GeefTerugkoppeling { kanaal, bericht } => {
            c.insert("kanaal", kanaal.code().to_owned());
            gevoelig(c, "bericht", Some(bericht));
            "terugkoppeling_gegeven"
        }
        D::WijzigBehandelaar { behandelaar, .. } => {
            gevoelig(c, "behandelaar", Some(behandelaar));
            "behandelaar_gewijzigd"
        }
        D::WijzigKartrekker { kartrekker, .. } => {
            gevoelig(c, "kartrekker", kartrekker.as_ref());
            "kartrekker_gewijzigd"
        }
        D::VoegPartnerToe { partner, .. } => {
            c.insert("partner", partner.to_string());
            "partner_toegevoegd"
        }
        D::Noteer { soort, tekst, .. } => {
            c.insert("soort", soort.to_string());
            gevoelig(c, "tekst", Some(tekst));
            "notitie_toegevoegd"
        }
        D::MeldStagnatie { oorzaak, toelichting, .. } => {
            c.insert("oorzaak", oorzaak.code().to_owned());
            gevoelig(c, "toelichting", Some(toelichting));
            "stagnatie_gemeld"
        }
        D::HefStagnatieOp { .. } => "stagnatie_opgeheven",
    }
}

/// What a state comes to, whatever its ids are.
fn zonder_ids(toestand: &Toestand) -> String {
    let gesorteerd = |mut lijst: Vec<String>| {
        lijst.sort();
        lijst
    };
    let opdrachten = toestand.opdrachten.values().map(|o| format!("{o:?}")).collect();
    let besluiten = toestand.besluiten.values().map(|b| format!("{b:?}")).collect();
    let open = toestand.feiten.open.values().map(|o| format!("{o:?}")).collect();
    let mut kaal = toestand.clone();
    kaal.opdrachten.clear();
    kaal.besluiten.clear();
    kaal.feiten.open.clear();
    format!("{kaal:?} {:?} {:?} {:?}", gesorteerd(opdrachten), gesorteerd(besluiten), gesorteerd(open))
}

fn soorten<'a>(gebeurtenissen: impl IntoIterator<Item = &'a Gebeurtenis>) -> Vec<&'static str> {
    gebeurtenissen.into_iter().map(StoredEvent::soort).collect()
}

fn oordeel(tabel: Tabel, eerder: &Eerder) -> Oordeel {
    let opzet = Arc::new(Opzet::standaard().unwrap());
    let (invoer, groepen, zonder) = Invoer::nieuw("proef", groepeer(tabel).unwrap(), opzet, nu(), stable_id);
    assert_eq!(zonder, []);
    let [groep]: [Groep; 1] = groepen.try_into().unwrap();
    invoer.beoordeel(&groep, eerder)
}

/// As the log would have it.
fn vastgelegd(stappen: &[Gezet]) -> Vec<Recorded<Gebeurtenis>> {
    let los = stappen.iter().flat_map(|s| s.gebeurtenissen.iter().map(|g| (g.clone(), s.metadata.clone())));
    let recorded = |(sequence, (event, metadata))| Recorded {
        position: sequence,
        stream: id(1),
        sequence,
        recorded_at: nu(),
        event,
        metadata,
    };
    (1..).zip(los).map(recorded).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_life_written_as_rows_comes_to_the_same(getallen in vec(any::<u16>(), 0..200), deel in 0.0..1.0f64) {
        let opzet = Opzet::standaard().unwrap();
        let werkstroom = opzet.werkstromen.iter().max_by_key(|w| w.versie).unwrap();
        let (mut keus, mut schrijver) = (Keus::uit(&getallen), Schrijver::default());
        let (mut initiatief, mut gebeurtenissen) = (Initiatief::default(), Vec::new());
        let mut doe = |initiatief: &mut Initiatief, commando: Commando| {
            let Ok(nieuw) = initiatief.beslis(&commando, &opzet) else { return };
            schrijver.schrijf(&commando, initiatief.toestand());
            nieuw.iter().for_each(|g| initiatief.pas_toe(g));
            gebeurtenissen.extend(nieuw);
        };
        doe(&mut initiatief, commando(indiener(), Handeling::DienIn(indiening())));
        while !keus.op() {
            let commando = willekeurig(&mut keus, werkstroom, &initiatief);
            doe(&mut initiatief, commando);
        }
        let alles = schrijver.rijen.len();

        let heel = oordeel(schrijver.tabel(alles), &Eerder::Niets);
        prop_assert_eq!(&heel.meldingen, &[]);
        prop_assert_eq!(heel.uitkomst, Uitkomst::Nieuw);
        prop_assert_eq!(heel.stappen.len(), alles);
        prop_assert_eq!(soorten(heel.stappen.iter().flat_map(|s| &s.gebeurtenissen)), soorten(&gebeurtenissen));
        let ingevoerd = Ingevoerd::van(&vastgelegd(&heel.stappen));
        let toestand = ingevoerd.initiatief.toestand().unwrap();
        prop_assert_eq!(zonder_ids(toestand), zonder_ids(initiatief.toestand().unwrap()));

        let nog_eens = oordeel(schrijver.tabel(alles), &Eerder::Ingevoerd(Box::new(ingevoerd.clone())));
        prop_assert_eq!((nog_eens.uitkomst, nog_eens.stappen.len()), (Uitkomst::Ongewijzigd, 0));

        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some of the rows")]
        let eerst = 1 + ((alles - 1) as f64 * deel) as usize;
        let begin = oordeel(schrijver.tabel(eerst), &Eerder::Niets);
        let tussen = Eerder::Ingevoerd(Box::new(Ingevoerd::van(&vastgelegd(&begin.stappen))));
        let rest = oordeel(schrijver.tabel(alles), &tussen);
        prop_assert_eq!(&rest.meldingen, &[]);
        let samen = [begin.stappen, rest.stappen].concat();
        prop_assert_eq!(samen, heel.stappen);
        prop_assert_eq!(rest.bekend, eerst);
    }
}
