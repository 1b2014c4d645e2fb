//! What a row asks, of whom, where the initiative stands now.

use crate::keten::Keten;
use crate::kop::{BETREFT, DOOR, STAP};
use crate::lijkt::wel;
use crate::melding::Melding;
use crate::overgang::overgang;
use crate::regel::Regel;
use crate::stap::{Actie, Eigen, Stap};
use crate::waarde::{LIJST, lijst};
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, Feitsoort, Verband};
use wijkspoor_domain::initiatief::gebeurtenis::{
    Besluitsoort, Blokkadereden, Categorie, Hoedanigheid, Kanaal, Terugreden, Weigerreden,
};
use wijkspoor_domain::initiatief::handeling::{
    Dossierhandeling as D, Indiening, NieuwBesluit, NieuweOpdracht, Opdrachtactie as A,
};
use wijkspoor_domain::initiatief::{Handeling, Toestand};
use wijkspoor_domain::werkstroom::Werkstroom;
use wijkspoor_domain::{Actor, Gevoelig, Naam, Rol};

/// All that is wrong with a row.
pub(crate) type Fouten = Vec<Melding>;

/// The command of a row, and who gives it.
///
/// # Errors
/// When the row names what is not there.
pub(crate) fn vertaal(keten: &Keten, volgnr: u32, regel: &Regel) -> Result<(Actor, Handeling), Fouten> {
    let tekst = |veld: &str| regel.tekst(veld);
    // Read before: a row that lacks what its step must have does not come this far.
    let moet = |veld: &str| regel.tekst(veld).unwrap_or_default();
    let naam =
        |veld: &str| regel.naam(veld).ok_or_else(|| vec![regel.fout(veld, format!("{veld} ontbreekt"), "")]);
    let dossier = |handeling| Ok((als(keten, regel, Rol::Tlo, None)?, Handeling::Dossier(handeling)));
    let eigen = match regel.stap {
        Stap::Overgang => return overgang(keten, volgnr, regel),
        Stap::Feit(soort) => return feit(keten, volgnr, regel, soort),
        Stap::Eigen(eigen, _) => eigen,
    };
    match eigen {
        Eigen::Indiening => {
            let indiening = Indiening {
                werkstroom: regel.naam("werkstroom").map(|w| w.to_string()),
                titel: titel(regel)?,
                omschrijving: moet("omschrijving"),
                gebied: naam("gebied")?,
                wijken: regel.namen("wijken"),
                thema: naam("thema")?,
                oorsprong: naam("oorsprong")?,
                categorie: regel.code("categorie").and_then(Categorie::van_code),
                initiatiefnemers: indieners(regel)?,
                contact: tekst("contact"),
                kenmerk: Some(keten.sleutel.clone()),
            };
            Ok((als(keten, regel, Rol::Initiatiefnemer, None)?, Handeling::DienIn(indiening)))
        }
        Eigen::Uitzetten => {
            let opdrachten = Handeling::ZetOpdrachtenUit(opdrachten(keten, volgnr, regel));
            Ok((als(keten, regel, Rol::Tlo, None)?, opdrachten))
        }
        Eigen::Opdracht(actie) => opdracht(keten, regel, actie),
        Eigen::Besluit => {
            let besluit = besluit(keten, volgnr, regel, Besluitsoort::Overig)?;
            Ok((als(keten, regel, Rol::Tlo, None)?, Handeling::NeemBesluit(besluit)))
        }
        Eigen::Terugdraaien => {
            let besluit = te_draaien(keten, regel)?;
            let handeling = Handeling::DraaiBesluitTerug { besluit, motivering: moet("motivering") };
            Ok((als(keten, regel, Rol::Tlo, None)?, handeling))
        }
        Eigen::Terugkoppeling => {
            let kanaal = regel.code("kanaal").and_then(Kanaal::van_code).unwrap_or(Kanaal::Anders);
            dossier(D::GeefTerugkoppeling { kanaal, bericht: moet("bericht") })
        }
        Eigen::Behandelaar => dossier(D::WijzigBehandelaar {
            behandelaar: moet("behandelaar"),
            overdracht: tekst("overdracht"),
        }),
        Eigen::Kartrekker => dossier(D::WijzigKartrekker {
            kartrekker: tekst("kartrekker"),
            toelichting: tekst("toelichting"),
        }),
        Eigen::Partner => {
            dossier(D::VoegPartnerToe { partner: naam("partner")?, bijdrage: tekst("bijdrage") })
        }
        Eigen::Notitie => {
            let soort = regel.naam("soort").or_else(|| Naam::try_from("notitie").ok());
            let soort = soort.map_or_else(|| naam("soort"), Ok)?;
            dossier(D::Noteer { soort, tekst: moet("tekst"), partij: tekst("partij") })
        }
        Eigen::Stagnatie => dossier(D::MeldStagnatie {
            oorzaak: regel.code("oorzaak").and_then(Blokkadereden::van_code).unwrap_or(Blokkadereden::Anders),
            eigen_reden: regel.naam("eigenReden"),
            toelichting: moet("toelichting"),
            wacht_op: regel.naam("wachtOp"),
        }),
        Eigen::Hervatting => dossier(D::HefStagnatieOp { toelichting: tekst("toelichting") }),
    }
}

/// The title stands in lists and is searched: one line, as the API takes it.
fn titel(regel: &Regel) -> Result<Gevoelig, Fouten> {
    let titel = regel.tekst("titel").unwrap_or_default();
    match titel.tekst().map(Naam::try_from) {
        Some(Err(fout)) => {
            let wat = fout.to_string().replace("naam", "titel");
            Err(vec![regel.fout("titel", wat, "een korte titel op één regel; zet de rest in omschrijving")])
        }
        _ => Ok(titel),
    }
}

/// The residents or groups: so many and so long as the API takes them.
fn indieners(regel: &Regel) -> Result<Vec<Gevoelig>, Fouten> {
    let tekst = regel.tekst("initiatiefnemers").unwrap_or_default();
    let namen: Vec<&str> = tekst.tekst().map(|t| lijst(t).collect()).unwrap_or_default();
    match namen.len() > LIJST || namen.iter().any(|naam| Naam::try_from(*naam).is_err()) {
        true => {
            let wel = format!(
                "hoogstens {LIJST} namen met | ertussen, elk op één regel en van hoogstens {} tekens",
                Naam::MAX
            );
            Err(vec![regel.fout("initiatiefnemers", "dit is te veel", wel)])
        }
        false => Ok(namen.into_iter().map(Gevoelig::new).collect()),
    }
}

/// Who does it: whom the row names, or else who usually does.
pub(crate) fn als(
    keten: &Keten,
    regel: &Regel,
    anders: Rol,
    afdeling: Option<&Naam>,
) -> Result<Actor, Fouten> {
    let (rol, naam) = regel.door.clone().unwrap_or((anders, None));
    let mut actor = Actor { id: String::new(), rol, gebied: None, afdeling: None };
    match rol {
        Rol::Tlo => {
            let eigen = || keten.initiatief.toestand().map(|t| t.gebied.clone());
            actor.gebied = naam.or_else(eigen);
        }
        Rol::Afdeling => match naam.or_else(|| afdeling.cloned()) {
            Some(naam) => actor.afdeling = Some(naam),
            None => {
                return Err(vec![regel.fout(
                    DOOR,
                    "er staat niet welke afdeling",
                    "schrijf bijvoorbeeld afdeling:Vastgoed",
                )]);
            }
        },
        _ => {}
    }
    Ok(actor)
}

pub(crate) fn staat<'a>(keten: &'a Keten, regel: &Regel) -> Result<(&'a Toestand, &'a Werkstroom), Fouten> {
    let toestand = keten.initiatief.toestand();
    let gevonden = toestand.and_then(|t| Some((t, keten.invoer.opzet.werkstromen.zoek(&t.werkstroom)?)));
    gevonden.ok_or_else(|| vec![regel.fout(STAP, "de werkstroom van dit initiatief is hier niet bekend", "")])
}

pub(crate) fn opdrachten(keten: &Keten, volgnr: u32, regel: &Regel) -> Vec<NieuweOpdracht> {
    let nieuw = |afdeling: Naam| NieuweOpdracht {
        id: keten.id(volgnr, &format!("opdracht {afdeling}")),
        afdeling,
        omschrijving: regel.tekst("omschrijving").unwrap_or_default(),
        uiterlijk: regel.datum("uiterlijk"),
    };
    regel.namen("afdeling").into_iter().map(nieuw).collect()
}

fn opdracht(keten: &Keten, regel: &Regel, actie: Actie) -> Result<(Actor, Handeling), Fouten> {
    let (toestand, _) = staat(keten, regel)?;
    let afdeling = regel.naam("afdeling");
    let Some((opdracht, _)) =
        toestand.opdrachten.iter().find(|(_, o)| Some(&o.afdeling) == afdeling.as_ref())
    else {
        let gezocht = afdeling.map(|a| a.to_string()).unwrap_or_default();
        let lopend: Vec<&str> = toestand.opdrachten.values().map(|o| o.afdeling.as_str()).collect();
        let wat = format!("de afdeling {gezocht:?} heeft op dat moment geen opdracht");
        let wel = match lopend.as_slice() {
            [] => "zet de regel waarmee zij die krijgt erboven".to_owned(),
            lopend => wel(&gezocht, lopend),
        };
        return Err(vec![regel.fout("afdeling", wat, wel)]);
    };
    let (rol, toelichting) = (Rol::Afdeling, regel.tekst("toelichting"));
    let waarom = toelichting.clone().unwrap_or_default();
    let (eigen_reden, reden) = (regel.naam("eigenReden"), regel.code("reden").unwrap_or("anders"));
    let (rol, actie) = match actie {
        Actie::Accepteer => (rol, A::Accepteer { behandelaar: regel.tekst("behandelaar"), toelichting }),
        Actie::Weiger => {
            let reden = Weigerreden::van_code(reden).unwrap_or(Weigerreden::Anders);
            (rol, A::Weiger { reden, eigen_reden, toelichting: waarom })
        }
        Actie::GeefTerug => {
            let reden = Terugreden::van_code(reden).unwrap_or(Terugreden::Anders);
            (rol, A::GeefTerug { reden, eigen_reden, toelichting: waarom })
        }
        Actie::Blokkeer => {
            let reden = Blokkadereden::van_code(reden).unwrap_or(Blokkadereden::Anders);
            (rol, A::Blokkeer { reden, eigen_reden, toelichting: waarom })
        }
        Actie::Deblokkeer => (rol, A::Deblokkeer { toelichting }),
        Actie::RondAf => (rol, A::RondAf { toelichting }),
        Actie::TrekIn => (Rol::Tlo, A::TrekIn { toelichting: waarom }),
        Actie::ZetOpnieuwUit => (Rol::Tlo, A::ZetOpnieuwUit { toelichting }),
    };
    let actor = als(keten, regel, rol, afdeling.as_ref())?;
    Ok((actor, Handeling::Opdracht { opdracht: *opdracht, actie }))
}

pub(crate) fn besluit(
    keten: &Keten,
    volgnr: u32,
    regel: &Regel,
    anders: Besluitsoort,
) -> Result<NieuwBesluit, Fouten> {
    let (Some(mandaat), Some(motivering)) = (regel.naam("mandaat"), regel.tekst("motivering")) else {
        let leeg = ["mandaat", "motivering"].into_iter().filter(|v| !regel.velden.contains_key(v));
        return Err(leeg
            .map(|v| {
                regel.fout(v, format!("bij een besluit ontbreekt {v}"), "vul in waarom, en in welk mandaat")
            })
            .collect());
    };
    Ok(NieuwBesluit {
        id: keten.id(volgnr, "besluit"),
        soort: regel.code("besluitsoort").and_then(Besluitsoort::van_code).unwrap_or(anders),
        mandaat,
        motivering,
        grondslag: regel.tekst("grondslag"),
        hoedanigheid: regel.code("hoedanigheid").and_then(Hoedanigheid::van_code),
        portefeuille: regel.naam("portefeuille"),
        alternatieven: regel.tekst("alternatieven"),
    })
}

/// What an earlier row is called.
fn betreft(keten: &Keten, regel: &Regel) -> Result<Option<Uuid>, Fouten> {
    let Some(label) = &regel.betreft else { return Ok(None) };
    match keten.labels.get(label) {
        Some(id) => Ok(Some(*id)),
        None => {
            let mut labels: Vec<&str> = keten.labels.keys().map(String::as_str).collect();
            labels.sort_unstable();
            let wat = format!("geen regel hierboven heeft het label {label:?}");
            let wel = match labels.as_slice() {
                [] => "zet het in de kolom label van de regel die wordt bedoeld".to_owned(),
                labels => wel(label, labels),
            };
            Err(vec![regel.fout(BETREFT, wat, wel)])
        }
    }
}

/// The decision that a row reverses: the one that it names, or the only one in force.
fn te_draaien(keten: &Keten, regel: &Regel) -> Result<Uuid, Fouten> {
    if let Some(genoemd) = betreft(keten, regel)? {
        return Ok(genoemd);
    }
    let (toestand, _) = staat(keten, regel)?;
    let geldend: Vec<Uuid> = toestand.besluiten.keys().copied().collect();
    match geldend.as_slice() {
        [een] => Ok(*een),
        [] => Err(vec![regel.fout(
            STAP,
            "er is geen besluit dat geldt",
            "zet de regel met het besluit erboven",
        )]),
        meer => {
            let wat = format!("er gelden {} besluiten", meer.len());
            Err(vec![regel.fout(
                BETREFT,
                wat,
                "geef de regel van het besluit een label, en noem dat in betreft",
            )])
        }
    }
}

fn feit(
    keten: &Keten,
    volgnr: u32,
    regel: &Regel,
    soort: &'static Feitsoort,
) -> Result<(Actor, Handeling), Fouten> {
    let feit = Feit {
        soort,
        id: (soort.verband == Verband::Opent).then(|| keten.id(volgnr, "feit")),
        betreft: betreft(keten, regel)?,
        velden: regel.velden.clone(),
    };
    let rol = match soort.rollen.contains(&Rol::Tlo) {
        true => Rol::Tlo,
        false => soort.rollen.first().copied().unwrap_or(Rol::Systeem),
    };
    Ok((als(keten, regel, rol, None)?, Handeling::LegVast(feit)))
}
