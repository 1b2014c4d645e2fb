//! What holds for every valid definition and every sequence of commands, valid or not.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

#[expect(dead_code, reason = "the builders serve the rules first")]
mod common;
#[path = "common/feit.rs"]
mod feit;
#[path = "common/willekeur.rs"]
mod willekeur;

use common::*;
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use uuid::Uuid;
use wijkspoor_domain::initiatief::handeling::{Handeling, Indiening};
use wijkspoor_domain::initiatief::{Beurt, Gebeurtenis as G, aan_zet, mogelijke_overgangen};
use wijkspoor_domain::werkstroom::{
    Aanzet, Doel, Fase, HERKOMST, Overgangsoort, STANDAARD, Vereiste, Werkstromen, Werkstroom, lees,
};
use wijkspoor_domain::{Initiatief, Opzet, Partij, Rol};
use willekeur::{Keus, volledig, willekeurig};

const PROCESROLLEN: [Rol; 6] =
    [Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];

// A definition as the generator makes it; apart from the program's own types, so that it can be an oracle.

#[derive(Debug, Clone)]
struct Staat {
    fase: Fase,
    aan_zet: Vec<Aanzet>,
    terugval: Option<Aanzet>,
}

#[derive(Debug, Clone)]
struct Pijl {
    soort: Overgangsoort,
    van: Vec<usize>,
    /// `None` is `@herkomst`.
    naar: Option<usize>,
    rollen: Vec<Rol>,
    vereist: Vec<Vereiste>,
}

#[derive(Debug, Clone)]
struct Definitie {
    staten: Vec<Staat>,
    pijlen: Vec<Pijl>,
}

fn kent_opdrachten(staat: &Staat) -> bool {
    use Fase as F;
    staat.aan_zet.contains(&Aanzet::Afdelingen)
        || [F::WachtOpIndiener, F::EscalatieAmbtelijk, F::EscalatieBestuurlijk, F::Aangehouden]
            .contains(&staat.fase)
}

/// The kinds of transition that lead from one phase to another.
fn soorten(van: Fase, naar: Fase) -> Vec<Overgangsoort> {
    use Fase as F;
    use Overgangsoort as S;
    if van.is_einde() {
        let gewoon = matches!(naar, F::Ingediend | F::Tlo | F::Kernorganisatie | F::Uitvoering);
        return if gewoon { vec![S::Heropen] } else { vec![] };
    }
    let mut soorten = match naar {
        F::Ingediend => vec![S::Verplaats],
        F::Tlo => vec![S::Verplaats, S::NeemInBehandeling, S::HaalTerug],
        F::Kernorganisatie => vec![S::Verplaats, S::NeemInBehandeling, S::DraagOver],
        F::Uitvoering => vec![S::Verplaats, S::StartUitvoering],
        F::WachtOpIndiener => vec![S::VraagAanvulling],
        F::EscalatieAmbtelijk => vec![S::EscaleerAmbtelijk],
        F::EscalatieBestuurlijk => vec![S::EscaleerBestuurlijk],
        F::Aangehouden => vec![S::HoudAan],
        F::Gerealiseerd => vec![S::Realiseer],
        F::Afgewezen => vec![S::WijsAf],
        F::Ingetrokken => vec![S::TrekIn],
    };
    if matches!(van, F::EscalatieAmbtelijk | F::EscalatieBestuurlijk)
        && matches!(naar, F::Tlo | F::Kernorganisatie | F::Uitvoering | F::Afgewezen)
    {
        soorten.insert(0, S::BesluitOpEscalatie);
    }
    let terug = match van {
        F::WachtOpIndiener => Some(S::OntvangAanvulling),
        F::Aangehouden => Some(S::Hervat),
        _ => None,
    };
    if matches!(naar, F::Ingediend | F::Tlo | F::Kernorganisatie | F::Uitvoering) {
        soorten.extend(terug);
    }
    soorten
}

fn deel<T: Copy>(keus: &mut Keus, uit: &[T]) -> Vec<T> {
    let gekozen: Vec<T> = uit.iter().copied().filter(|_| keus.eens_in(3)).collect();
    if gekozen.is_empty() { vec![keus.een(uit)] } else { gekozen }
}

impl Definitie {
    /// Valid by construction: each state is entered from an earlier one, each has a way to an end, or, when it goes
    /// back to its origin, is entered only from earlier ones.
    fn maak(keus: &mut Keus) -> Self {
        use Fase as F;
        let gewoon = [F::Tlo, F::Kernorganisatie, F::Uitvoering, F::Ingediend];
        let bijzonder = [F::WachtOpIndiener, F::Aangehouden, F::EscalatieAmbtelijk, F::EscalatieBestuurlijk];
        let mut fasen = vec![keus.een(&gewoon)];
        for _ in 0..keus.onder(7) {
            fasen.push(if keus.eens_in(2) { keus.een(&bijzonder) } else { keus.een(&gewoon) });
        }
        let lopend = fasen.len();
        for _ in 0..=keus.onder(3) {
            fasen.push(keus.een(&[F::Ingetrokken, F::Afgewezen, F::Gerealiseerd]));
        }
        let staten: Vec<Staat> = fasen.iter().map(|fase| Self::staat(*fase, keus)).collect();
        let mut definitie = Self { staten, pijlen: Vec::new() };
        for naar in 1..fasen.len() {
            let van = keus.onder(naar.min(lopend));
            definitie.pijl(keus, vec![van], naar);
        }
        let mut terug = BTreeSet::new();
        for van in 0..lopend {
            let soort = match fasen[van] {
                F::WachtOpIndiener => Some(Overgangsoort::OntvangAanvulling),
                F::Aangehouden => Some(Overgangsoort::Hervat),
                _ => None,
            };
            match soort.filter(|_| van > 0 && keus.onder(3) > 0) {
                Some(soort) => {
                    definitie.voeg_toe(keus, soort, vec![van], None);
                    terug.insert(van);
                }
                None => {
                    let einde = lopend + keus.onder(fasen.len() - lopend);
                    definitie.pijl(keus, vec![van], einde);
                }
            }
        }
        for _ in 0..keus.onder(10) {
            let naar = keus.onder(fasen.len());
            let van: Vec<usize> = (0..fasen.len())
                .filter(|van| *van != naar && (!terug.contains(&naar) || *van < naar))
                .filter(|van| !soorten(fasen[*van], fasen[naar]).is_empty())
                .collect();
            if !van.is_empty() {
                let van = deel(keus, &van);
                definitie.pijl(keus, van, naar);
            }
        }
        definitie
    }

    fn staat(fase: Fase, keus: &mut Keus) -> Staat {
        if fase.is_einde() {
            return Staat { fase, aan_zet: Vec::new(), terugval: None };
        }
        let aan_zet = deel(keus, Aanzet::ALLE);
        let wisselend = aan_zet.iter().all(|a| matches!(a, Aanzet::Afdelingen | Aanzet::Partners));
        let vast = [Aanzet::Tlo, Aanzet::Initiatiefnemer, Aanzet::Management];
        let terugval = (wisselend || keus.eens_in(4)).then(|| keus.een(&vast));
        Staat { fase, aan_zet, terugval }
    }

    /// Adds a transition, of a kind that fits all of `van`.
    fn pijl(&mut self, keus: &mut Keus, van: Vec<usize>, naar: usize) {
        let past = |van: usize| soorten(self.staten[van].fase, self.staten[naar].fase);
        let soort = keus.een(&past(van[0]));
        let van = van.into_iter().filter(|van| past(*van).contains(&soort)).collect();
        self.voeg_toe(keus, soort, van, Some(naar));
    }

    fn voeg_toe(&mut self, keus: &mut Keus, soort: Overgangsoort, van: Vec<usize>, naar: Option<usize>) {
        use Overgangsoort as S;
        let mut mogelijk = vec![Vereiste::Motivering, Vereiste::Besluit, Vereiste::GeenOpenOpdrachten];
        if naar.is_some_and(|naar| kent_opdrachten(&self.staten[naar])) {
            mogelijk.push(Vereiste::Opdracht);
        }
        match soort {
            S::VraagAanvulling => mogelijk.extend([Vereiste::Vraag, Vereiste::Hersteltermijn]),
            S::EscaleerAmbtelijk | S::EscaleerBestuurlijk => mogelijk.push(Vereiste::Geschilpunt),
            S::Realiseer => mogelijk.push(Vereiste::Resultaat),
            _ => {}
        }
        let vereist = if keus.eens_in(3) { deel(keus, &mogelijk) } else { Vec::new() };
        let rollen = deel(keus, &PROCESROLLEN);
        self.pijlen.push(Pijl { soort, van, naar, rollen, vereist });
    }

    fn toml(&self) -> String {
        fn woorden(codes: impl Iterator<Item = impl std::fmt::Display>) -> String {
            codes.map(|code| format!("\"{code}\"")).collect::<Vec<_>>().join(", ")
        }
        let mut toml = "code = \"proef\"\nversie = 1\nnaam = \"Proef\"\nbegin = \"s0\"\n".to_owned();
        for (i, s) in self.staten.iter().enumerate() {
            let aan_zet = woorden(s.aan_zet.iter());
            write!(toml, "\n[[statussen]]\ncode = \"s{i}\"\nnaam = \"S\"\nfase = \"{}\"\n", s.fase).unwrap();
            writeln!(toml, "aan_zet = [{aan_zet}]").unwrap();
            if let Some(terugval) = s.terugval {
                writeln!(toml, "terugval = \"{terugval}\"").unwrap();
            }
        }
        for (i, p) in self.pijlen.iter().enumerate() {
            let van = woorden(p.van.iter().map(|van| format!("s{van}")));
            let naar = p.naar.map_or(HERKOMST.to_owned(), |naar| format!("s{naar}"));
            let (rollen, vereist) = (woorden(p.rollen.iter()), woorden(p.vereist.iter()));
            write!(
                toml,
                "\n[[overgangen]]\ncode = \"o{i}\"\nnaam = \"O\"\nsoort = \"{}\"\nvan = [{van}]\n\
                 naar = \"{naar}\"\nrollen = [{rollen}]\nvereist = [{vereist}]\n",
                p.soort
            )
            .unwrap();
        }
        toml
    }

    /// Everywhere an initiative can get: its state, and the state that each state was entered from.
    fn bereik(&self) -> Bereik {
        let begin: Plek = (0, BTreeMap::new());
        let mut bereik = Bereik { voor: BTreeMap::from([(begin.clone(), BTreeSet::new())]) };
        let mut te_doen = VecDeque::from([begin]);
        while let Some(hier) = te_doen.pop_front() {
            for pijl in self.pijlen.iter().filter(|p| p.van.contains(&hier.0)) {
                let daar = match pijl.naar {
                    Some(naar) => {
                        let mut herkomst = hier.1.clone();
                        // Only where somebody may go back to matters.
                        if self.pijlen.iter().any(|p| p.naar.is_none() && p.van.contains(&naar)) {
                            herkomst.insert(naar, hier.0);
                        }
                        (naar, herkomst)
                    }
                    None => match hier.1.get(&hier.0) {
                        Some(naar) => (*naar, hier.1.clone()),
                        None => continue,
                    },
                };
                if !bereik.voor.contains_key(&daar) {
                    te_doen.push_back(daar.clone());
                }
                bereik.voor.entry(daar).or_default().insert(hier.clone());
            }
        }
        bereik
    }

    /// Whether every state can be reached, and an end from everywhere.
    fn is_goed(&self) -> bool {
        let voor = self.bereik().voor;
        let mut naar_einde: BTreeSet<&Plek> =
            voor.keys().filter(|plek| self.staten[plek.0].fase.is_einde()).collect();
        let mut te_doen: Vec<&Plek> = naar_einde.iter().copied().collect();
        while let Some(plek) = te_doen.pop() {
            te_doen.extend(voor[plek].iter().filter(|vorige| naar_einde.insert(vorige)));
        }
        let bereikt: BTreeSet<usize> = voor.keys().map(|plek| plek.0).collect();
        bereikt.len() == self.staten.len() && naar_einde.len() == voor.len()
    }
}

type Plek = (usize, BTreeMap<usize, usize>);

struct Bereik {
    /// Each place with those just before it.
    voor: BTreeMap<Plek, BTreeSet<Plek>>,
}

fn getallen(aantal: usize) -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..aantal)
}

fn definitie() -> impl Strategy<Value = Definitie> {
    getallen(300).prop_map(|getallen| Definitie::maak(&mut Keus::uit(&getallen)))
}

/// The default now and then, else a random definition.
fn werkstroom() -> impl Strategy<Value = Werkstroom> {
    let bron = prop_oneof![1 => Just(STANDAARD.to_owned()), 5 => definitie().prop_map(|d| d.toml())];
    bron.prop_map(|toml| lees(&toml).unwrap_or_else(|fouten| panic!("{toml}\n{fouten:#?}")))
}

/// What the test itself keeps of an initiative, from its events.
#[derive(Default)]
struct Boek {
    status: String,
    /// Department, and whether the order came back.
    opdrachten: BTreeMap<Uuid, (String, bool)>,
    partners: BTreeSet<String>,
    herkomst: BTreeMap<String, String>,
}

impl Boek {
    fn noteer(&mut self, gebeurtenis: &G) {
        match gebeurtenis {
            G::InitiatiefIngediend(i) => self.status.clone_from(&i.status),
            G::OpdrachtUitgezet(o) => {
                let eerder = self.opdrachten.insert(o.opdracht, (o.afdeling.to_string(), false));
                assert!(eerder.is_none(), "an order is given once");
            }
            G::OpdrachtGeweigerd(o) => self.opdrachten.get_mut(&o.opdracht).unwrap().1 = true,
            G::OpdrachtTeruggegeven(o) => self.opdrachten.get_mut(&o.opdracht).unwrap().1 = true,
            G::OpdrachtHeruitgezet(o) => self.opdrachten.get_mut(&o.opdracht).unwrap().1 = false,
            G::OpdrachtAfgerond(o) | G::OpdrachtIngetrokken(o) => {
                self.opdrachten.remove(&o.opdracht).unwrap();
            }
            G::PartnerToegevoegd(p) => assert!(self.partners.insert(p.partner.to_string())),
            _ => {}
        }
        if let Some(stap) = gebeurtenis.stap() {
            assert_eq!(stap.van, self.status);
            assert_ne!(stap.naar, self.status);
            match stap.terug {
                true => assert_eq!(Some(&stap.naar), self.herkomst.get(&self.status), "back to the origin"),
                false => {
                    self.herkomst.insert(stap.naar.clone(), stap.van.clone());
                }
            }
            self.status.clone_from(&stap.naar);
        }
    }

    /// Who has the ball, by the words of the design: party, name and order.
    fn aan_zet(&self, werkstroom: &Werkstroom) -> BTreeSet<(String, String, Option<Uuid>)> {
        let status = werkstroom.statussen.iter().find(|s| s.code == self.status).unwrap();
        let mut beurten = BTreeSet::new();
        let vast = |soort: &str| (soort.to_owned(), String::new(), None);
        for aanzet in &status.aan_zet {
            match aanzet {
                Aanzet::Afdelingen => {
                    for (id, (afdeling, terug)) in &self.opdrachten {
                        let (soort, naam) =
                            if *terug { ("tlo", "") } else { ("afdeling", afdeling.as_str()) };
                        beurten.insert((soort.to_owned(), naam.to_owned(), Some(*id)));
                    }
                }
                Aanzet::Partners => {
                    beurten.extend(self.partners.iter().map(|p| ("partner".to_owned(), p.clone(), None)));
                }
                anders => {
                    beurten.insert(vast(anders.code()));
                }
            }
        }
        if beurten.is_empty() {
            beurten.extend(status.terugval.map(|terugval| vast(terugval.code())));
        }
        beurten
    }
}

fn plat(beurten: &BTreeSet<Beurt>) -> BTreeSet<(String, String, Option<Uuid>)> {
    let naam = |partij: &Partij| partij.naam().map(ToString::to_string).unwrap_or_default();
    beurten.iter().map(|b| (b.partij.soort().to_owned(), naam(&b.partij), b.opdracht)).collect()
}

/// What holds of every state.
fn controleer(zaak: &Zaak, boek: &Boek, werkstroom: &Werkstroom) {
    let toestand = zaak.toestand();
    assert_eq!(toestand.status, boek.status);
    let status =
        werkstroom.statussen.iter().find(|s| s.code == toestand.status).expect("a status that exists");
    let beurten = aan_zet(toestand, werkstroom);
    assert_eq!(plat(&beurten), boek.aan_zet(werkstroom));
    assert_eq!(beurten.is_empty(), status.fase.is_einde(), "nobody has the ball only at the end");
    let staat = Staat { fase: status.fase, aan_zet: status.aan_zet.clone(), terugval: None };
    assert!(toestand.opdrachten.is_empty() || kent_opdrachten(&staat), "no order is left behind");
    assert!(toestand.opdrachten.keys().eq(boek.opdrachten.keys()));
    let json = serde_json::to_string(&zaak.initiatief).unwrap();
    assert_eq!(serde_json::from_str::<Initiatief>(&json).unwrap(), zaak.initiatief);
}

/// The transitions that an actor is offered are exactly those that it can take with all that they require.
fn aanbod_klopt(zaak: &Zaak, werkstroom: &Werkstroom, keus: &mut Keus) {
    let lopend = zaak.toestand().opdrachten.values().next().map_or("Vastgoed", |o| o.afdeling.as_str());
    for rol in Rol::ALLE {
        let actor = if *rol == Rol::Afdeling { afdeling(lopend) } else { als(*rol) };
        let aanbod = mogelijke_overgangen(&zaak.initiatief, werkstroom, &actor);
        let vrij: Vec<_> = aanbod
            .iter()
            .filter(|m| m.belemmering.is_empty())
            .map(|m| (&m.overgang.code, &m.naar.code))
            .collect();
        let mut kan = Vec::new();
        for overgang in &werkstroom.overgangen {
            let handeling = Handeling::VoerOvergangUit(volledig(overgang, keus));
            let resultaat = zaak.initiatief.beslis(&commando(actor.clone(), handeling), &zaak.opzet);
            match resultaat {
                Ok(gebeurtenissen) => {
                    let stap = gebeurtenissen.iter().find_map(G::stap).expect("a transition records a step");
                    kan.push((&overgang.code, werkstroom.status(&stap.naar).map(|s| &s.code).unwrap()));
                }
                Err(weigering) => {
                    let belemmerd = aanbod.iter().any(|m| m.overgang == overgang);
                    let regel = if belemmerd { "open-opdrachten" } else { weigering.regel() };
                    assert_eq!(weigering.regel(), regel, "{weigering}");
                }
            }
        }
        assert_eq!(vrij, kan, "{rol} in {}", zaak.status());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_an_initiative_stays_within_its_definition(
        werkstroom in werkstroom(),
        getallen in getallen(900),
    ) {
        let mut werkstromen = Werkstromen::default();
        werkstromen.voeg_toe(werkstroom.clone());
        let indiening = Indiening { werkstroom: Some(werkstroom.code.clone()), ..indiening() };
        let mut zaak = Zaak { opzet: Opzet { werkstromen, ..Opzet::default() }, ..Zaak::leeg() }.na(indiener(), Handeling::DienIn(indiening));
        let (mut boek, mut keus) = (Boek::default(), Keus::uit(&getallen));
        boek.noteer(&zaak.gebeurtenissen[0]);
        controleer(&zaak, &boek, &werkstroom);
        while !keus.op() {
            let commando = willekeurig(&mut keus, &werkstroom, &zaak.initiatief);
            let Ok(nieuw) = zaak.initiatief.beslis(&commando, &zaak.opzet) else { continue };
            prop_assert!(!nieuw.is_empty(), "what is accepted is recorded: {:?}", commando);
            let vandaan = werkstroom.status(zaak.status()).unwrap().fase;
            for gebeurtenis in &nieuw {
                zaak.initiatief.pas_toe(gebeurtenis);
                boek.noteer(gebeurtenis);
                if let Some(stap) = gebeurtenis.stap() {
                    let soort = werkstroom.overgang(&stap.overgang).unwrap().soort;
                    prop_assert_eq!(vandaan.is_einde(), soort == Overgangsoort::Heropen, "an end is left by reopening");
                }
                let json = serde_json::to_string(gebeurtenis).unwrap();
                prop_assert_eq!(&serde_json::from_str::<G>(&json).unwrap(), gebeurtenis);
            }
            zaak.gebeurtenissen.extend(nieuw);
            controleer(&zaak, &boek, &werkstroom);
        }
        aanbod_klopt(&zaak, &werkstroom, &mut keus);
        let mut opnieuw = Initiatief::default();
        zaak.gebeurtenissen.iter().for_each(|g| opnieuw.pas_toe(g));
        prop_assert_eq!(opnieuw, zaak.initiatief);
    }

    #[test]
    fn a_valid_definition_leads_everywhere_and_always_to_an_end(definitie in definitie()) {
        prop_assert!(definitie.is_goed());
        let werkstroom = lees(&definitie.toml()).unwrap();
        prop_assert_eq!(werkstroom.statussen.len(), definitie.staten.len());
        let terug = werkstroom.overgangen.iter().filter(|o| o.naar == Doel::Herkomst).count();
        prop_assert_eq!(terug, definitie.pijlen.iter().filter(|p| p.naar.is_none()).count());
    }

    #[test]
    fn a_definition_with_transitions_missing_is_accepted_exactly_when_it_still_leads_everywhere(
        definitie in definitie(),
        weg in vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut definitie = definitie;
        for plek in weg {
            if !definitie.pijlen.is_empty() {
                let i = plek.index(definitie.pijlen.len());
                match definitie.pijlen[i].van.len() {
                    1 => drop(definitie.pijlen.remove(i)),
                    _ => drop(definitie.pijlen[i].van.pop()),
                }
            }
        }
        let toml = definitie.toml();
        // Without any transition even the list is missing.
        let gelezen = lees(&toml);
        prop_assert_eq!(gelezen.is_ok(), definitie.is_goed(), "{}\n{:?}", toml, gelezen.err());
    }

    #[test]
    fn reading_never_panics_and_names_lines_within_the_file(
        bron in prop_oneof![Just(STANDAARD.to_owned()), definitie().prop_map(|d| d.toml())],
        ingrepen in vec((0..7_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let mut tekens: Vec<char> = bron.chars().collect();
        for (soort, hier, daar) in ingrepen {
            let n = tekens.len();
            if n == 0 { break }
            let (van, tot) = (hier.index(n).min(daar.index(n)), hier.index(n).max(daar.index(n)));
            match soort {
                0 => tekens.truncate(tot),
                1 => drop(tekens.drain(van..tot.min(van + 12))),
                2 => tekens.insert(van, ['"', '\n', '[', ']', '=', '#', 'é', '\0', '\u{2028}', '9'][tot % 10]),
                3 => tekens[van] = ['x', '"', '@', '\\', '\r'][tot % 5],
                4 => tekens.swap(van, tot),
                5 => { let stuk: Vec<char> = tekens[van..tot.min(van + 80)].to_vec(); tekens.splice(tot..tot, stuk); }
                _ => drop(tekens.splice(van..van, "\r\n".chars())),
            }
        }
        let tekst: String = tekens.into_iter().collect();
        if let Err(fouten) = lees(&tekst) {
            let regels = tekst.split('\n').count();
            prop_assert!(!fouten.is_empty());
            prop_assert!(fouten.is_sorted_by_key(|f| f.regel));
            for fout in fouten {
                prop_assert!((1..=regels).contains(&fout.regel), "{} of {}: {}", fout.regel, regels, fout);
                prop_assert!(!fout.plaats.is_empty() && !fout.melding.is_empty());
            }
        }
    }
}
