//! What the test itself keeps of an initiative, from its events.

use crate::common::*;
use crate::definitie::{Staat, kent_opdrachten};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use wijkspoor_domain::initiatief::{Beurt, Gebeurtenis as G, aan_zet};
use wijkspoor_domain::werkstroom::{Aanzet, Werkstroom};
use wijkspoor_domain::{Initiatief, Partij};

/// What the test itself keeps of an initiative, from its events.
#[derive(Default)]
pub struct Boek {
    pub status: String,
    /// Department, and whether the order came back.
    pub opdrachten: BTreeMap<Uuid, (String, bool)>,
    pub partners: BTreeSet<String>,
    pub herkomst: BTreeMap<String, String>,
}

impl Boek {
    pub fn noteer(&mut self, gebeurtenis: &G) {
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
    pub fn aan_zet(&self, werkstroom: &Werkstroom) -> BTreeSet<(String, String, Option<Uuid>)> {
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
pub fn controleer(zaak: &Zaak, boek: &Boek, werkstroom: &Werkstroom) {
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
