//! Random commands, made from a list of numbers: valid and invalid ones, by fitting and unfitting actors. The same
//! numbers give the same commands, and fewer or smaller numbers give simpler ones, so that failures shrink.

use super::common::*;
use super::feit::voorbeeld;
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::werkstroom::{Overgang, Overgangsoort, Vereiste, Werkstroom};
use wijkspoor_domain::{Actor, Initiatief, Rol};

/// The departments that take part.
pub const AFDELINGEN: [&str; 4] = ["Vastgoed", "Milieu", "Sport", "Verkeer"];

/// Chooses by the numbers that it was given, and the first of everything when they are used up.
pub struct Keus<'a> {
    getallen: std::slice::Iter<'a, u16>,
    ids: u128,
}

impl<'a> Keus<'a> {
    pub fn uit(getallen: &'a [u16]) -> Self {
        Self { getallen: getallen.iter(), ids: 1000 }
    }

    pub fn op(&self) -> bool {
        self.getallen.len() == 0
    }

    /// A number below `grens`.
    pub fn onder(&mut self, grens: usize) -> usize {
        usize::from(self.getallen.next().copied().unwrap_or(0)) % grens.max(1)
    }

    /// True once in so many times.
    pub fn eens_in(&mut self, keer: usize) -> bool {
        self.onder(keer) + 1 == keer
    }

    pub fn een<T: Clone>(&mut self, uit: &[T]) -> T {
        uit[self.onder(uit.len())].clone()
    }

    pub fn id(&mut self) -> u128 {
        self.ids += 1;
        self.ids
    }
}

/// A transition with all that it requires, and nothing more.
pub fn volledig(overgang: &Overgang, keus: &mut Keus) -> NieuweOvergang {
    let vraagt = |vereiste| overgang.vereist.contains(&vereiste);
    let mits = |vereiste, tekst| vraagt(vereiste).then_some(tekst).and_then(ook);
    let nummer = keus.id();
    NieuweOvergang {
        overgang: overgang.code.clone(),
        motivering: mits(Vereiste::Motivering, "Daarom"),
        vraag: mits(Vereiste::Vraag, "Een schets"),
        hersteltermijn: vraagt(Vereiste::Hersteltermijn).then(|| jiff::civil::date(2026, 4, 1)),
        portefeuille: None,
        geschilpunt: mits(Vereiste::Geschilpunt, "Het onderhoud"),
        resultaat: mits(Vereiste::Resultaat, "Klaar"),
        tot: None,
        besluit: vraagt(Vereiste::Besluit).then(|| besluit(nummer, Besluitsoort::Overig)),
        opdrachten: match vraagt(Vereiste::Opdracht) {
            true => vec![opdracht(keus.id(), &format!("Afdeling {nummer}"))],
            false => Vec::new(),
        },
    }
}

fn actor(keus: &mut Keus, rol: Rol, initiatief: &Initiatief) -> Actor {
    let mut actor = als(rol);
    match rol {
        Rol::Tlo if !keus.eens_in(8) => actor.gebied = Some(naam(GEBIED)),
        Rol::Tlo if keus.eens_in(2) => actor.gebied = Some(naam("Zuid")),
        Rol::Afdeling => {
            let mut namen: Vec<_> = AFDELINGEN.iter().map(|a| naam(a)).collect();
            let lopend = initiatief.toestand().map(|t| t.opdrachten.values().map(|o| o.afdeling.clone()));
            namen.splice(0..0, lopend.into_iter().flatten());
            actor.afdeling = Some(keus.een(&namen));
        }
        _ => {}
    }
    actor
}

fn nieuwe_opdrachten(keus: &mut Keus) -> Vec<NieuweOpdracht> {
    let aantal = keus.onder(4);
    (0..aantal).map(|_| opdracht(keus.id(), keus.een::<&str>(&AFDELINGEN))).collect()
}

fn overgang(keus: &mut Keus, werkstroom: &Werkstroom, initiatief: &Initiatief) -> (Rol, Handeling) {
    let status = initiatief.toestand().map_or("", |t| t.status.as_str());
    let mut overgangen: Vec<&Overgang> = werkstroom.overgangen_van(status).collect();
    if overgangen.is_empty() || keus.eens_in(8) {
        overgangen = werkstroom.overgangen.iter().collect();
    }
    // The end comes soon enough.
    if !keus.eens_in(4) {
        let einde = |o: &Overgang| {
            matches!(o.soort, Overgangsoort::TrekIn | Overgangsoort::WijsAf | Overgangsoort::Realiseer)
        };
        let verder: Vec<_> = overgangen.iter().copied().filter(|o| !einde(o)).collect();
        overgangen = if verder.is_empty() { overgangen } else { verder };
    }
    let overgang = keus.een(&overgangen);
    let mut nieuw = volledig(overgang, keus);
    if !nieuw.opdrachten.is_empty() {
        nieuw.opdrachten = nieuwe_opdrachten(keus);
    }
    match keus.onder(24) {
        20 => nieuw.motivering = None,
        21 => nieuw.vraag = ook("Nog iets"),
        22 => nieuw.besluit = None,
        23 => nieuw.opdrachten = nieuwe_opdrachten(keus),
        _ => {}
    }
    (keus.een(&overgang.rollen), Handeling::VoerOvergangUit(nieuw))
}

fn bij_opdracht(keus: &mut Keus, initiatief: &Initiatief) -> (Rol, Handeling) {
    let mut lopend: Vec<Uuid> =
        initiatief.toestand().map(|t| t.opdrachten.keys().copied().collect()).unwrap_or_default();
    if lopend.is_empty() || keus.eens_in(16) {
        lopend = vec![id(1)];
    }
    let opdracht = keus.een(&lopend);
    let (rol, actie) = keus.een(&[
        (Rol::Afdeling, accepteer()),
        (Rol::Afdeling, weiger()),
        (Rol::Afdeling, geef_terug()),
        (Rol::Afdeling, blokkeer()),
        (Rol::Afdeling, deblokkeer()),
        (Rol::Afdeling, rond_af()),
        (Rol::Tlo, trek_in()),
        (Rol::Tlo, zet_opnieuw_uit()),
    ]);
    (rol, Handeling::Opdracht { opdracht, actie })
}

fn dossier(keus: &mut Keus) -> Dossierhandeling {
    use Dossierhandeling as D;
    use wijkspoor_domain::initiatief::gebeurtenis::Blokkadereden;
    match keus.onder(8) {
        0 => D::GeefTerugkoppeling { kanaal: Kanaal::Gesprek, bericht: "We zijn bezig".into() },
        1 => D::WijzigBehandelaar { behandelaar: "Mevrouw Yılmaz".into(), overdracht: None },
        2 => D::WijzigKartrekker { kartrekker: ook("De heer Smit"), toelichting: None },
        3 => D::WijzigKartrekker { kartrekker: None, toelichting: None },
        4 => D::VoegPartnerToe { partner: naam(keus.een(&["Rijnstad", "Liander"])), bijdrage: None },
        5 => D::Noteer { soort: naam("notitie"), tekst: "Gebeld".into(), partij: None },
        6 => {
            let oorzaak = keus.een(Blokkadereden::ALLE);
            D::MeldStagnatie { oorzaak, eigen_reden: None, toelichting: "Stil".into(), wacht_op: None }
        }
        _ => D::HefStagnatieOp { toelichting: None },
    }
}

/// A fact of any kind; most answers answer something that is open.
fn feit(keus: &mut Keus, initiatief: &Initiatief) -> (Rol, Handeling) {
    let soorten: Vec<_> = wijkspoor_domain::feit::soorten::INITIATIEF.iter().copied().flatten().collect();
    let soort = keus.een(&soorten);
    let open = initiatief.toestand().map(|t| t.feiten.open.clone()).unwrap_or_default();
    let passend = open.iter().find(|(_, o)| soort.bij().contains(&o.soort.as_str())).map(|(id, _)| *id);
    let feit = voorbeeld(soort, passend.unwrap_or_else(|| id(keus.id())));
    (keus.een(soort.rollen), Handeling::LegVast(feit))
}

/// The next command for an initiative.
pub fn willekeurig(keus: &mut Keus, werkstroom: &Werkstroom, initiatief: &Initiatief) -> Commando {
    let (rol, handeling) = match keus.onder(20) {
        0..=5 => overgang(keus, werkstroom, initiatief),
        6..=7 => (Rol::Tlo, Handeling::ZetOpdrachtenUit(nieuwe_opdrachten(keus))),
        8..=11 => bij_opdracht(keus, initiatief),
        12 => {
            let soort = keus.een(Besluitsoort::ALLE);
            (keus.een(&[Rol::Management, Rol::Tlo]), Handeling::NeemBesluit(besluit(keus.id(), soort)))
        }
        13 => {
            let geldend: Vec<Uuid> =
                initiatief.toestand().map(|t| t.besluiten.keys().copied().collect()).unwrap_or_default();
            let besluit = if geldend.is_empty() { id(1) } else { keus.een(&geldend) };
            (Rol::Bestuur, Handeling::DraaiBesluitTerug { besluit, motivering: "Vergissing".into() })
        }
        14 => (Rol::Tlo, Handeling::Dossier(dossier(keus))),
        15..=18 => feit(keus, initiatief),
        _ => (Rol::Systeem, Handeling::Dossier(dossier(keus))),
    };
    let rol = if keus.eens_in(12) { keus.een(Rol::ALLE) } else { rol };
    commando(actor(keus, rol, initiatief), handeling)
}
