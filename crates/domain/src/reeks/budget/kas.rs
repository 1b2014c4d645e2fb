//! The till: how much is where. Money only moves, it does not come or go but by adoption, raise, cut and spending.

use super::super::Eigen;
use crate::feit::{Feit, GROOTSTE};
use crate::initiatief::Weigering;
use crate::{Actor, Naam, Rol};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How the money of one budget stands, in eurocents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kas {
    /// What is not divided over posts.
    pub niet_verdeeld: i64,
    /// The posts.
    pub posten: BTreeMap<Naam, Post>,
    /// The mandates of which something is left, or reserved.
    pub mandaten: BTreeMap<Uuid, Ondermandaat>,
    /// The reservations that are not closed.
    pub reserveringen: BTreeMap<Uuid, Reservering>,
}

/// A post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// What it holds in all.
    pub bedrag: i64,
    /// Of that: neither mandated nor reserved nor spent.
    pub vrij: i64,
}

/// A part of a post that a department may spend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ondermandaat {
    /// The post.
    pub post: Naam,
    /// The department.
    pub afdeling: Naam,
    /// What it may still spend or reserve.
    pub vrij: i64,
    /// Whether it was withdrawn: then nothing more is reserved from it, and what comes back goes to the post.
    pub ingetrokken: bool,
}

/// Money set apart for an initiative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reservering {
    /// The initiative.
    pub initiatief: Uuid,
    /// From which post.
    pub post: Naam,
    /// From which mandate, when it was.
    pub mandaat: Option<Uuid>,
    /// What is left of it.
    pub over: i64,
    /// Whether the initiative was told.
    pub bevestigd: bool,
}

impl Kas {
    fn post(&self, post: &Naam) -> Result<&Post, Weigering> {
        self.posten.get(post).ok_or_else(|| Weigering::NietInBudget { wat: format!("post {post}") })
    }

    fn mandaat(&self, id: Uuid) -> Result<&Ondermandaat, Weigering> {
        let gevonden = self.mandaten.get(&id).filter(|m| !m.ingetrokken);
        gevonden.ok_or_else(|| Weigering::NietInBudget { wat: format!("ondermandaat {id}") })
    }

    fn reservering(&self, feit: &Feit) -> Result<(Uuid, &Reservering), Weigering> {
        let id = feit.betreft.unwrap_or_default();
        let gevonden = self.reserveringen.get(&id).map(|r| (id, r));
        gevonden.ok_or_else(|| Weigering::NietInBudget { wat: format!("reservering {id}") })
    }

    /// Whether there is enough.
    fn genoeg(waar: impl Into<String>, vrij: i64, gevraagd: i64) -> Result<(), Weigering> {
        if gevraagd > vrij {
            Err(Weigering::TeWeinigVrij { waar: waar.into(), vrij, gevraagd })
        } else {
            Ok(())
        }
    }

    /// A department reserves and spends out of its own mandates only.
    fn eigen_mandaat(&self, mandaat: Option<Uuid>, actor: &Actor, wat: &str) -> Result<(), Weigering> {
        let eigen = mandaat.and_then(|id| self.mandaten.get(&id)).map(|m| &m.afdeling);
        if actor.rol != Rol::Afdeling
            || eigen.is_some_and(|afdeling| actor.afdeling.as_ref() == Some(afdeling))
        {
            return Ok(());
        }
        let (wat, rollen, omdat) = (wat.to_owned(), vec![Rol::Tlo], Some("zonder eigen ondermandaat"));
        Err(Weigering::NietBevoegd { wat, rollen, rol: actor.rol, omdat })
    }

    /// Gives money back where it came from; a withdrawn mandate passes it on to its post.
    fn geef_terug(&mut self, post: &Naam, mandaat: Option<Uuid>, bedrag: i64) {
        match mandaat.and_then(|id| self.mandaten.get_mut(&id)).filter(|m| !m.ingetrokken) {
            Some(mandaat) => mandaat.vrij += bedrag,
            None => self.bij_post(post, bedrag),
        }
    }

    fn bij_post(&mut self, post: &Naam, bedrag: i64) {
        if let Some(post) = self.posten.get_mut(post) {
            post.vrij += bedrag;
        }
    }

    fn trek_in(&mut self, id: Uuid) {
        let Some(mandaat) = self.mandaten.get_mut(&id) else { return };
        mandaat.ingetrokken = true;
        let (post, vrij) = (mandaat.post.clone(), std::mem::take(&mut mandaat.vrij));
        self.bij_post(&post, vrij);
    }

    /// A withdrawn mandate is forgotten with the last reservation out of it.
    fn ruim_op(&mut self) {
        let gebruikt = |id: &Uuid| self.reserveringen.values().any(|r| r.mandaat == Some(*id));
        let weg: Vec<Uuid> = self
            .mandaten
            .iter()
            .filter(|(id, m)| m.ingetrokken && !gebruikt(id))
            .map(|(id, _)| *id)
            .collect();
        weg.iter().for_each(|id| {
            self.mandaten.remove(id);
        });
    }
}

impl Eigen for Kas {
    fn controleer(&self, feit: &Feit, actor: &Actor) -> Result<(), Weigering> {
        let bedrag = feit.getal("bedrag").unwrap_or_default();
        let post = feit.naam("post");
        if feit.velden.contains_key("bedrag") && bedrag == 0 && feit.soort.code != "post_vastgesteld" {
            return Err(Weigering::GeenBedrag);
        }
        if feit.soort.code == "budget_verhoogd" && bedrag > GROOTSTE - self.aanwezig() {
            return Err(Weigering::TeGroot { max: GROOTSTE });
        }
        match (feit.soort.code, post) {
            ("post_vastgesteld", Some(post)) => {
                let nu = self.posten.get(post).cloned().unwrap_or_default();
                match bedrag.checked_sub(nu.bedrag).unwrap_or(i64::MAX) {
                    meer if meer > 0 => Self::genoeg("wat niet is verdeeld", self.niet_verdeeld, meer),
                    minder => Self::genoeg(format!("post {post}"), nu.vrij, -minder),
                }
            }
            ("ondermandaat_verleend", Some(post)) => {
                Self::genoeg(format!("post {post}"), self.post(post)?.vrij, bedrag)
            }
            ("budget_verlaagd", Some(post)) => {
                Self::genoeg(format!("post {post}"), self.post(post)?.vrij, bedrag)
            }
            ("budget_verlaagd", None) => Self::genoeg("wat niet is verdeeld", self.niet_verdeeld, bedrag),
            ("budget_verhoogd", Some(post)) => self.post(post).map(|_| ()),
            ("budget_gereserveerd", Some(post)) => {
                let mandaat = feit.verwijzing("mandaat");
                self.eigen_mandaat(mandaat, actor, "geld reserveren")?;
                self.post(post)?;
                match mandaat {
                    None => Self::genoeg(format!("post {post}"), self.post(post)?.vrij, bedrag),
                    Some(id) => match self.mandaat(id)? {
                        m if m.post == *post => Self::genoeg(format!("ondermandaat {id}"), m.vrij, bedrag),
                        _ => {
                            Err(Weigering::NietInBudget { wat: format!("ondermandaat {id} op post {post}") })
                        }
                    },
                }
            }
            ("budget_besteed", _) => {
                let (id, reservering) = self.reservering(feit)?;
                self.eigen_mandaat(reservering.mandaat, actor, "geld besteden")?;
                if !reservering.bevestigd {
                    return Err(Weigering::EerstNodig {
                        soort: "budget_besteed",
                        eerst: "reservering_bevestigd",
                    });
                }
                Self::genoeg(format!("reservering {id}"), reservering.over, bedrag)
            }
            ("reservering_bevestigd" | "reservering_vrijgegeven", _) => {
                let (_, reservering) = self.reservering(feit)?;
                self.eigen_mandaat(reservering.mandaat, actor, "een reservering wijzigen")
            }
            _ => Ok(()),
        }
    }

    fn pas_toe(&mut self, feit: &Feit) {
        let bedrag = feit.getal("bedrag").unwrap_or_default();
        let post = feit.naam("post").cloned();
        match (feit.soort.code, post, feit.id, feit.betreft) {
            ("budget_vastgesteld", ..) => self.niet_verdeeld = bedrag,
            ("post_vastgesteld", Some(post), ..) => {
                let post = self.posten.entry(post).or_default();
                let meer = bedrag - post.bedrag;
                post.bedrag = bedrag;
                post.vrij += meer;
                self.niet_verdeeld -= meer;
            }
            ("budget_verlaagd", Some(post), ..) => self.wijzig_post(&post, -bedrag),
            ("budget_verlaagd", None, ..) => self.niet_verdeeld -= bedrag,
            ("budget_verhoogd", Some(post), ..) => self.wijzig_post(&post, bedrag),
            ("budget_verhoogd", None, ..) => self.niet_verdeeld += bedrag,
            ("ondermandaat_verleend", Some(post), Some(id), _) => {
                self.bij_post(&post, -bedrag);
                if let Some(afdeling) = feit.naam("bij").cloned() {
                    let mandaat = Ondermandaat { post, afdeling, vrij: bedrag, ingetrokken: false };
                    self.mandaten.insert(id, mandaat);
                }
            }
            ("ondermandaat_ingetrokken", _, _, Some(id)) => self.trek_in(id),
            ("budget_gereserveerd", Some(post), Some(id), _) => {
                let (mandaat, initiatief) = (feit.verwijzing("mandaat"), feit.verwijzing("initiatief"));
                self.geef_terug(&post, mandaat, -bedrag);
                let initiatief = initiatief.unwrap_or_default();
                let reservering = Reservering { initiatief, post, mandaat, over: bedrag, bevestigd: false };
                self.reserveringen.insert(id, reservering);
            }
            ("reservering_bevestigd", _, _, Some(id)) => {
                if let Some(reservering) = self.reserveringen.get_mut(&id) {
                    reservering.bevestigd = true;
                }
            }
            ("budget_besteed", _, _, Some(id)) => {
                if let Some(reservering) = self.reserveringen.get_mut(&id) {
                    reservering.over -= bedrag;
                }
            }
            ("reservering_vrijgegeven", _, _, Some(id)) => {
                if let Some(r) = self.reserveringen.remove(&id) {
                    self.geef_terug(&r.post, r.mandaat, r.over);
                }
            }
            _ => {}
        }
        self.ruim_op();
    }
}

impl Kas {
    fn wijzig_post(&mut self, post: &Naam, bedrag: i64) {
        if let Some(post) = self.posten.get_mut(post) {
            post.bedrag += bedrag;
            post.vrij += bedrag;
        }
    }

    /// Everything that is not spent.
    pub fn aanwezig(&self) -> i64 {
        let posten: i64 = self.posten.values().map(|p| p.vrij).sum();
        let mandaten: i64 = self.mandaten.values().map(|m| m.vrij).sum();
        let reserveringen: i64 = self.reserveringen.values().map(|r| r.over).sum();
        self.niet_verdeeld + posten + mandaten + reserveringen
    }
}
