//! What goes where, before anything is measured: the rows of states, which transitions become arrows, and which
//! become numbered references because an arrow would cross the whole picture.

use std::collections::{BTreeMap, VecDeque};
use wijkspoor_domain::werkstroom::{Doel, Fase, Overgang, Status, Werkstroom};

/// How many states stand side by side before a new row starts.
const MAX_NAAST_ELKAAR: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Hoofd,
    Escalatie,
    Wachten,
    Einde,
}

/// A state with everything that is told beside its box.
pub(crate) struct Knoop<'a> {
    pub status: &'a Status,
    /// The initiative starts here.
    pub begin: bool,
    /// Steps to elsewhere that are no arrows: the transition and the state that it leads to.
    pub stappen: Vec<(&'a Overgang, usize)>,
    /// The same, seen from the state that they lead to: the transition and where it comes from.
    pub inkomend: Vec<(&'a Overgang, Vec<usize>)>,
    /// Transitions back to where the initiative came from, and where that can be.
    pub terug: Vec<(&'a Overgang, Vec<usize>)>,
}

/// A transition that is drawn as one arrow, from one state or merged from several.
pub(crate) struct Draad<'a> {
    pub overgang: &'a Overgang,
    pub bronnen: Vec<usize>,
    pub doel: usize,
}

/// A row of the main flow, with the escalations above it and the arrows among them.
#[derive(Default)]
pub(crate) struct Strook<'a> {
    pub hoofd: Vec<usize>,
    pub escalatie: Vec<usize>,
    pub draden: Vec<Draad<'a>>,
}

/// The whole picture. States are known by their index, which is their number in the picture less one.
pub(crate) struct Indeling<'a> {
    pub knopen: Vec<Knoop<'a>>,
    pub stroken: Vec<Strook<'a>>,
    pub wachten: Vec<usize>,
    pub einde: Vec<usize>,
}

/// The end that the main flow runs to: realised, or whatever end there is.
fn hoofdeinde(w: &Werkstroom) -> Option<Fase> {
    [Fase::Gerealiseerd, Fase::Afgewezen, Fase::Ingetrokken]
        .into_iter()
        .find(|fase| w.statussen.iter().any(|s| s.fase == *fase))
}

fn zone(fase: Fase, hoofdeinde: Option<Fase>) -> Zone {
    match fase {
        _ if Some(fase) == hoofdeinde => Zone::Hoofd,
        Fase::Ingediend | Fase::Tlo | Fase::Kernorganisatie | Fase::Uitvoering => Zone::Hoofd,
        Fase::EscalatieAmbtelijk | Fase::EscalatieBestuurlijk => Zone::Escalatie,
        Fase::WachtOpIndiener | Fase::Aangehouden => Zone::Wachten,
        Fase::Gerealiseerd | Fase::Afgewezen | Fase::Ingetrokken => Zone::Einde,
    }
}

/// The place of a fase in the flow.
fn rang(fase: Fase) -> usize {
    match fase {
        Fase::Ingediend => 0,
        Fase::Tlo => 1,
        Fase::Kernorganisatie => 2,
        Fase::Uitvoering => 3,
        Fase::Gerealiseerd => 4,
        Fase::EscalatieAmbtelijk => 5,
        Fase::EscalatieBestuurlijk => 6,
        Fase::WachtOpIndiener => 7,
        Fase::Aangehouden => 8,
        Fase::Afgewezen => 9,
        Fase::Ingetrokken => 10,
    }
}

/// The number of steps from the start to each state.
fn afstanden(w: &Werkstroom) -> BTreeMap<&str, usize> {
    let mut afstand = BTreeMap::from([(w.begin.as_str(), 0)]);
    let mut rij = VecDeque::from([w.begin.as_str()]);
    while let Some(hier) = rij.pop_front() {
        let verder = afstand.get(hier).map_or(0, |a| a + 1);
        for naar in w.overgangen_van(hier).flat_map(|o| w.doelen(o, hier)) {
            if !afstand.contains_key(naar) {
                afstand.insert(naar, verder);
                rij.push_back(naar);
            }
        }
    }
    afstand
}

/// The states of a zone, in the order of the flow.
fn geordend(w: &Werkstroom, welke: Zone) -> Vec<&Status> {
    let (afstand, hoofdeinde) = (afstanden(w), hoofdeinde(w));
    let mut statussen: Vec<_> = w.statussen.iter().filter(|s| zone(s.fase, hoofdeinde) == welke).collect();
    statussen.sort_by_key(|s| (rang(s.fase), afstand.get(s.code.as_str()).copied()));
    statussen
}

pub(crate) fn deel_in(w: &Werkstroom) -> Indeling<'_> {
    let zones = [Zone::Hoofd, Zone::Escalatie, Zone::Wachten, Zone::Einde].map(|z| geordend(w, z));
    let mut grens = 0;
    let [hoofd, escalatie, wachten, einde] = zones.each_ref().map(|z| {
        let reeks: Vec<usize> = (grens..grens + z.len()).collect();
        grens += z.len();
        reeks
    });
    let volgorde: Vec<&Status> = zones.into_iter().flatten().collect();
    let nummer: BTreeMap<&str, usize> =
        volgorde.iter().enumerate().map(|(i, s)| (s.code.as_str(), i)).collect();

    let per_rij = hoofd.len().div_ceil(hoofd.len().div_ceil(MAX_NAAST_ELKAAR).max(1)).max(1);
    let stroken: Vec<Strook<'_>> =
        hoofd.chunks(per_rij).map(|deel| Strook { hoofd: deel.to_vec(), ..Strook::default() }).collect();
    let leeg = |status| Knoop { status, begin: false, stappen: vec![], inkomend: vec![], terug: vec![] };
    let knopen = volgorde.into_iter().map(leeg).collect();
    let mut indeling = Indeling { knopen, stroken, wachten, einde };
    if let Some(knoop) = nummer.get(w.begin.as_str()).and_then(|i| indeling.knopen.get_mut(*i)) {
        knoop.begin = true;
    }
    for i in escalatie {
        indeling.plaats_escalatie(w, &nummer, i);
    }
    for overgang in &w.overgangen {
        indeling.verdeel(w, &nummer, overgang);
    }
    indeling
}

impl<'a> Indeling<'a> {
    /// Puts an escalation above the row that it has most to do with, or the next one with room.
    fn plaats_escalatie(&mut self, w: &Werkstroom, nummer: &BTreeMap<&str, usize>, i: usize) {
        let code = self.knopen.get(i).map_or("", |k| k.status.code.as_str());
        let verwant: Vec<usize> = (w.overgangen.iter())
            .filter_map(|o| match &o.naar {
                Doel::Status(naar) if naar == code => Some(o.van.clone()),
                Doel::Status(naar) if o.van.iter().any(|v| v == code) => Some(vec![naar.clone()]),
                _ => None,
            })
            .flatten()
            .filter_map(|code| nummer.get(code.as_str()).copied())
            .collect();
        let beste = (self.stroken.iter_mut())
            .filter(|s| s.escalatie.len() < MAX_NAAST_ELKAAR)
            .rev()
            .max_by_key(|s| verwant.iter().filter(|v| s.hoofd.contains(v)).count());
        match beste {
            Some(strook) => strook.escalatie.push(i),
            None => self.stroken.push(Strook { escalatie: vec![i], ..Strook::default() }),
        }
    }

    /// Where a transition and its target are in the same row it becomes an arrow, elsewhere a reference.
    fn verdeel(&mut self, w: &Werkstroom, nummer: &BTreeMap<&str, usize>, overgang: &'a Overgang) {
        let mut bronnen: Vec<usize> =
            overgang.van.iter().filter_map(|van| nummer.get(van.as_str()).copied()).collect();
        bronnen.sort_unstable();
        bronnen.dedup();
        let Doel::Status(naar) = &overgang.naar else {
            for bron in bronnen {
                let Some(knoop) = self.knopen.get_mut(bron) else { continue };
                let mut doelen: Vec<usize> = (w.doelen(overgang, &knoop.status.code).into_iter())
                    .filter_map(|d| nummer.get(d).copied())
                    .collect();
                doelen.sort_unstable();
                knoop.terug.push((overgang, doelen));
            }
            return;
        };
        let Some(doel) = nummer.get(naar.as_str()).copied() else { return };
        let in_strook = |s: &Strook<'_>, i: usize| s.hoofd.contains(&i) || s.escalatie.contains(&i);
        let mut elders = bronnen;
        if let Some(strook) = self.stroken.iter_mut().find(|s| in_strook(s, doel)) {
            let (dichtbij, ver): (Vec<usize>, Vec<usize>) =
                elders.iter().partition(|b| in_strook(strook, **b));
            // A transition that comes mostly from elsewhere is easier to find in one place.
            if dichtbij.len() > ver.len() {
                elders = ver;
                strook.draden.push(Draad { overgang, bronnen: dichtbij, doel });
            }
        }
        for bron in &elders {
            if let Some(knoop) = self.knopen.get_mut(*bron) {
                knoop.stappen.push((overgang, doel));
            }
        }
        if let (false, Some(knoop)) = (elders.is_empty(), self.knopen.get_mut(doel)) {
            knoop.inkomend.push((overgang, elders));
        }
    }
}
