//! A subscription: whom to tell what, how far he has been told, and how it goes. What is decided about it is pure.

use crate::feed::{Keuze, Lezer};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;
use wijkspoor_domain::{Actor, Naam, Rol, codes};

/// After so many failures in a row an administrator is told.
const ALARM: u32 = 3;

codes! {
    /// How a subscription is.
    Status {
        /// The receiver is being asked whether it wants to receive.
        Aanmelden = "aanmelden",
        /// It is delivered to.
        Actief = "actief",
        /// An administrator has it wait.
        Gepauzeerd = "gepauzeerd",
        /// The receiver did not say that it wants to receive.
        Geweigerd = "geweigerd",
        /// The receiver wants nothing any more (410).
        Opgezegd = "opgezegd",
        /// It was tried for long enough; an administrator must look.
        Storing = "storing",
        /// It is over.
        Beeindigd = "beeindigd",
    }
}

codes! {
    /// How it is delivered.
    Abonnementsoort {
        /// To an address that an administrator filled in.
        Webhook = "webhook",
        /// By a [`Koppeling`](crate::Koppeling), which is set up in the settings. It has no keys: nobody signs.
        Koppeling = "koppeling",
    }
}

/// What a receiver may see, as somebody in this role would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bereik {
    /// The role.
    pub rol: Rol,
    /// The area of a TLO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gebied: Option<Naam>,
    /// The department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afdeling: Option<Naam>,
}

/// The keys with which is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sleutels {
    /// The present one.
    pub nu: Uuid,
    /// Since when.
    pub sinds: Timestamp,
    /// The one before it, and until when it signs along.
    pub vorige: Option<(Uuid, Timestamp)>,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct Abonnement {
    /// Its id.
    pub id: Uuid,
    /// How it is delivered.
    pub soort: Abonnementsoort,
    /// Raised by every decision about it; not by deliveries.
    pub versie: i64,
    /// The fingerprint of the request that made it.
    pub verzoek: String,
    /// What it is called.
    pub naam: String,
    /// Where is delivered.
    pub adres: String,
    /// Which events.
    pub keuze: Keuze,
    /// What the receiver may see.
    pub bereik: Bereik,
    /// How it is.
    pub status: Status,
    /// All up to here has been dealt with.
    pub positie: i64,
    /// Failures in a row of what is next.
    pub pogingen: u32,
    /// Since when it fails.
    pub mislukt_sinds: Option<Timestamp>,
    /// When to try again.
    pub volgende_op: Option<Timestamp>,
    /// What went wrong last.
    pub laatste_fout: Option<String>,
    /// When it last went well.
    pub gelukt_op: Option<Timestamp>,
    /// How often in a minute the receiver wants to be told.
    pub per_minuut: Option<i64>,
    /// With what is signed.
    pub sleutels: Sleutels,
    /// When it was made.
    pub aangemaakt_op: Timestamp,
    /// By whom, as a pseudonym.
    pub aangemaakt_door: String,
}

/// What an administrator may have done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actie {
    /// Have it wait.
    Pauzeer,
    /// Go on, and try now.
    Hervat,
    /// Pass by the event that fails, which stands here.
    SlaOver(i64),
    /// Deliver everything from here on again.
    HerhaalVanaf(i64),
    /// End it.
    Beeindig,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Weigering {
    /// It has ended.
    #[error("dit abonnement is beëindigd; maak een nieuw")]
    Beeindigd,
    /// The receiver has not said that it wants to receive.
    #[error("de ontvanger heeft nog niet gezegd dat hij wil ontvangen; dat wordt hem nu gevraagd")]
    NietAangemeld,
    /// There, nothing fails.
    #[error("op deze plaats hapert nu niets; de afleveringen zeggen wat er hapert")]
    HapertNiet,
    /// It has not been delivered yet.
    #[error("dit is nog niet aan de beurt geweest, en komt vanzelf")]
    NogNiet,
    /// It is set up elsewhere.
    #[error("deze koppeling staat in de instellingen van de server; pauzeer haar hier, of zet haar daar uit")]
    UitInstellingen,
    /// The receiver may not see that, or did not ask for it, or it is not there.
    #[error("op deze plaats staat niets voor dit abonnement")]
    NietErbij,
}

impl Weigering {
    /// The rule, as a code.
    pub fn regel(self) -> &'static str {
        match self {
            Self::Beeindigd => "abonnement-beeindigd",
            Self::NietAangemeld => "abonnement-niet-aangemeld",
            Self::HapertNiet => "hapert-niet",
            Self::NogNiet => "nog-niet-aan-de-beurt",
            Self::NietErbij => "niet-erbij",
            Self::UitInstellingen => "uit-instellingen",
        }
    }
}

impl Abonnement {
    /// As whom it reads the log.
    pub fn lezer(&self) -> Lezer {
        let Bereik { rol, gebied, afdeling } = self.bereik.clone();
        let actor = Actor { id: format!("abonnement:{}", self.id), rol, gebied, afdeling };
        Lezer { actor, keuze: self.keuze.clone() }
    }

    /// Whether an administrator should look.
    pub fn alarm(&self) -> bool {
        matches!(self.status, Status::Geweigerd | Status::Opgezegd | Status::Storing)
            || (self.pogingen >= ALARM && matches!(self.status, Status::Actief | Status::Aanmelden))
    }

    /// Whether it became so just now, by failing once more.
    pub(crate) fn alarm_begint(&self) -> bool {
        self.pogingen == ALARM
    }

    /// Whether there is something to do for it.
    pub(crate) fn loopt(&self) -> bool {
        matches!(self.status, Status::Aanmelden | Status::Actief)
    }

    /// It went well.
    pub(crate) fn gelukt(&mut self, nu: Timestamp) {
        self.weer_goed();
        self.gelukt_op = Some(nu);
    }

    /// It failed, and is tried again then, if at all.
    pub(crate) fn mislukt(&mut self, nu: Timestamp, fout: Option<String>, volgende_op: Option<Timestamp>) {
        self.pogingen += 1;
        self.mislukt_sinds.get_or_insert(nu);
        self.volgende_op = volgende_op;
        self.laatste_fout = fout;
    }

    fn weer_goed(&mut self) {
        (self.pogingen, self.mislukt_sinds, self.volgende_op) = (0, None, None);
    }

    /// Does what an administrator wants; `hapert` is where an event fails, if one does.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn doe(&mut self, actie: Actie, hapert: Option<i64>) -> Result<(), Weigering> {
        if self.status == Status::Beeindigd {
            return if actie == Actie::Beeindig { Ok(()) } else { Err(Weigering::Beeindigd) };
        }
        match actie {
            // Its id is always the same, so it could never begin again.
            Actie::Beeindig if self.soort == Abonnementsoort::Koppeling => {
                return Err(Weigering::UitInstellingen);
            }
            Actie::Beeindig => self.status = Status::Beeindigd,
            Actie::Pauzeer => match self.status {
                Status::Actief | Status::Storing | Status::Gepauzeerd => self.status = Status::Gepauzeerd,
                _ => return Err(Weigering::NietAangemeld),
            },
            Actie::Hervat => self.ga_verder(),
            Actie::SlaOver(positie) => {
                if hapert != Some(positie) || positie <= self.positie {
                    return Err(Weigering::HapertNiet);
                }
                self.positie = positie;
                self.uit_storing();
            }
            Actie::HerhaalVanaf(positie) => {
                if positie > self.positie {
                    return Err(Weigering::NogNiet);
                }
                self.positie = positie - 1;
                self.uit_storing();
            }
        }
        Ok(())
    }

    fn ga_verder(&mut self) {
        self.weer_goed();
        self.status = match self.status {
            // It must say anew that it wants to.
            Status::Geweigerd | Status::Opgezegd | Status::Aanmelden => Status::Aanmelden,
            _ => Status::Actief,
        };
    }

    fn uit_storing(&mut self) {
        self.weer_goed();
        if self.status == Status::Storing {
            self.status = Status::Actief;
        }
    }

    /// Takes a new key into use; the present one signs along for a while. Gives the key that is no longer needed.
    pub fn wissel(&mut self, nieuw: Uuid, nu: Timestamp, samen: SignedDuration) -> Option<Uuid> {
        let weg = self.sleutels.vorige.map(|(sleutel, _)| sleutel);
        let tot = nu.saturating_add(samen).unwrap_or(Timestamp::MAX);
        self.sleutels = Sleutels { nu: nieuw, sinds: nu, vorige: Some((self.sleutels.nu, tot)) };
        weg
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn abonnement(status: Status, positie: i64) -> Abonnement {
        let nu = Timestamp::UNIX_EPOCH;
        Abonnement {
            id: Uuid::from_u128(1),
            soort: Abonnementsoort::Webhook,
            versie: 1,
            verzoek: "v".into(),
            naam: "Zaaksysteem".into(),
            adres: "https://zaken.example/".into(),
            keuze: Keuze { soorten: vec!["initiatief_ingediend".into()], gebieden: vec!["Centrum".into()] },
            bereik: Bereik { rol: Rol::Systeem, gebied: None, afdeling: None },
            status,
            positie,
            pogingen: 0,
            mislukt_sinds: None,
            volgende_op: None,
            laatste_fout: None,
            gelukt_op: None,
            per_minuut: None,
            sleutels: Sleutels { nu: Uuid::from_u128(2), sinds: nu, vorige: None },
            aangemaakt_op: nu,
            aangemaakt_door: "beheer".into(),
        }
    }

    #[test]
    fn what_fails_can_be_passed_by_or_tried_again_and_nothing_else() {
        let mut a = abonnement(Status::Storing, 7);
        a.mislukt(Timestamp::UNIX_EPOCH, Some("antwoordt met 500".into()), None);
        assert_eq!(a.doe(Actie::SlaOver(8), Some(9)), Err(Weigering::HapertNiet));
        assert_eq!(a.doe(Actie::SlaOver(9), None), Err(Weigering::HapertNiet));
        assert!(a.alarm());
        a.doe(Actie::SlaOver(9), Some(9)).unwrap();
        assert_eq!((a.status, a.positie, a.pogingen, a.alarm()), (Status::Actief, 9, 0, false));
        assert_eq!(a.doe(Actie::HerhaalVanaf(10), None), Err(Weigering::NogNiet));
        a.doe(Actie::HerhaalVanaf(3), None).unwrap();
        assert_eq!(a.positie, 2);
    }

    #[test]
    fn who_refused_is_asked_anew_and_what_ended_stays_so() {
        for status in [Status::Geweigerd, Status::Opgezegd] {
            let mut a = abonnement(status, 0);
            assert_eq!(a.doe(Actie::Pauzeer, None), Err(Weigering::NietAangemeld));
            a.doe(Actie::Hervat, None).unwrap();
            assert_eq!(a.status, Status::Aanmelden, "without consent nothing is delivered");
        }
        let mut a = abonnement(Status::Actief, 0);
        a.doe(Actie::Beeindig, None).unwrap();
        assert_eq!(a.doe(Actie::Hervat, None), Err(Weigering::Beeindigd));
        assert_eq!(a.doe(Actie::Beeindig, None), Ok(()));
        let mut a = abonnement(Status::Actief, 0);
        a.soort = Abonnementsoort::Koppeling;
        assert_eq!(a.doe(Actie::Beeindig, None), Err(Weigering::UitInstellingen));
    }

    #[test]
    fn two_keys_hold_for_a_while_and_a_third_drops_the_oldest() {
        let (mut a, nu) = (abonnement(Status::Actief, 0), Timestamp::UNIX_EPOCH);
        assert_eq!(a.wissel(Uuid::from_u128(3), nu, SignedDuration::from_hours(24)), None);
        assert_eq!(a.sleutels.nu, Uuid::from_u128(3));
        assert_eq!(a.sleutels.vorige.map(|(id, _)| id), Some(Uuid::from_u128(2)));
        assert_eq!(a.wissel(Uuid::from_u128(4), nu, SignedDuration::ZERO), Some(Uuid::from_u128(2)));
    }

    proptest! {
        #[test]
        fn no_decision_delivers_to_who_did_not_consent(
            begin in 0_usize..7, acties in proptest::collection::vec((0_u8..5, 0_i64..20), 0..20),
        ) {
            let mut a = abonnement(Status::ALLE[begin], 10);
            let mut toegestemd = matches!(a.status, Status::Actief | Status::Gepauzeerd | Status::Storing);
            for (soort, positie) in acties {
                let actie = match soort {
                    0 => Actie::Pauzeer,
                    1 => Actie::Hervat,
                    2 => Actie::SlaOver(positie),
                    3 => Actie::HerhaalVanaf(positie.max(1)),
                    _ => Actie::Beeindig,
                };
                let voor = a.clone();
                if a.doe(actie, Some(positie)).is_err() {
                    prop_assert_eq!(&a, &voor, "what is refused changes nothing");
                }
                prop_assert!(toegestemd || a.status != Status::Actief);
                prop_assert!(a.positie >= 0);
                toegestemd &= a.status != Status::Aanmelden;
            }
        }
    }
}
