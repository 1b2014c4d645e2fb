//! A definition as a generator makes it; apart from the program's own types, so that it can be an oracle.

use crate::willekeur::Keus;
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use wijkspoor_domain::Rol;
use wijkspoor_domain::werkstroom::{
    Aanzet, Fase, HERKOMST, Overgangsoort, STANDAARD, Vereiste, Werkstroom, lees,
};

const PROCESROLLEN: [Rol; 6] =
    [Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];

#[derive(Debug, Clone)]
pub struct Staat {
    pub fase: Fase,
    pub aan_zet: Vec<Aanzet>,
    pub terugval: Option<Aanzet>,
}

#[derive(Debug, Clone)]
pub struct Pijl {
    pub soort: Overgangsoort,
    pub van: Vec<usize>,
    /// `None` is `@herkomst`.
    pub naar: Option<usize>,
    pub rollen: Vec<Rol>,
    pub vereist: Vec<Vereiste>,
}

#[derive(Debug, Clone)]
pub struct Definitie {
    pub staten: Vec<Staat>,
    pub pijlen: Vec<Pijl>,
}

pub fn kent_opdrachten(staat: &Staat) -> bool {
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

pub fn deel<T: Copy>(keus: &mut Keus, uit: &[T]) -> Vec<T> {
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

    pub fn toml(&self) -> String {
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
    pub fn bereik(&self) -> Bereik {
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
    pub fn is_goed(&self) -> bool {
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

pub struct Bereik {
    /// Each place with those just before it.
    pub voor: BTreeMap<Plek, BTreeSet<Plek>>,
}

pub fn getallen(aantal: usize) -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..aantal)
}

pub fn definitie() -> impl Strategy<Value = Definitie> {
    getallen(300).prop_map(|getallen| Definitie::maak(&mut Keus::uit(&getallen)))
}

/// The default now and then, else a random definition.
pub fn werkstroom() -> impl Strategy<Value = Werkstroom> {
    let bron = prop_oneof![1 => Just(STANDAARD.to_owned()), 5 => definitie().prop_map(|d| d.toml())];
    bron.prop_map(|toml| lees(&toml).unwrap_or_else(|fouten| panic!("{toml}\n{fouten:#?}")))
}
