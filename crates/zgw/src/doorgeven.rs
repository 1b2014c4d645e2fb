//! Passing initiatives on to a Zaken API: for each event that matters, the zaak of its initiative is brought up to what is here.
//!
//! Nothing is made twice, whenever this is broken off: before something is made it is looked for by what it is known by at
//! the other side, unless it cannot be there yet; and what was made is remembered at once.

use crate::api::{Api, Daar};
use crate::boek;
use crate::catalogus::Catalogus;
use crate::instellingen::{Doorgeven, Zgw};
use crate::plan::{Bekend, Gemaakt, Sleutel, Soort, Stap, Wens, ZAAK, vingerafdruk};
use crate::verloop::{Verloop, volgt};
use async_trait::async_trait;
use jiff::Timestamp;
use lru::LruCache;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use uuid::Uuid;
use wijkspoor_berichten::abonnement::{Abonnement, Abonnementsoort, Bereik, Sleutels, Status};
use wijkspoor_berichten::adres::Toegestaan;
use wijkspoor_berichten::post::{Antwoord, Post};
use wijkspoor_berichten::ritme::Uitslag;
use wijkspoor_berichten::{Bericht, Keuze, Koppeling};
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Opzet, Recorded, Rol};
use wijkspoor_store::{DatabaseError, Store, stable_id};

/// Of so many initiatives is remembered how far they were passed on: with a backlog most events are of what was passed on whole.
const ONTHOUDEN: NonZeroUsize = match NonZeroUsize::new(50_000) {
    Some(aantal) => aantal,
    None => NonZeroUsize::MIN,
};

/// Passes initiatives on.
pub struct Doorgever {
    id: Uuid,
    api: Api,
    catalogus: Catalogus,
    opzet: Arc<Opzet>,
    tot: Mutex<LruCache<Uuid, i64>>,
}

/// Why it was not done whole.
enum Mis {
    /// The other side.
    Daar(Antwoord),
    /// The database of this program.
    Hier(DatabaseError),
}

impl From<Antwoord> for Mis {
    fn from(antwoord: Antwoord) -> Self {
        Self::Daar(antwoord)
    }
}

impl From<DatabaseError> for Mis {
    fn from(fout: DatabaseError) -> Self {
        Self::Hier(fout)
    }
}

impl Doorgever {
    /// Passes on as was set up; nothing when that is not asked.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn nieuw(zgw: &Zgw, opzet: Arc<Opzet>, toegestaan: Toegestaan) -> Result<Option<Self>, String> {
        let Some(aan) = zgw.doorgeven.clone() else { return Ok(None) };
        let Doorgeven { zaken, client_id, .. } = &aan;
        Ok(Some(Self {
            id: stable_id(&["koppeling", "zgw", zaken]),
            api: Api::nieuw(Post::nieuw(toegestaan, client_id)?, aan),
            catalogus: zgw.catalogus.clone(),
            opzet,
            tot: Mutex::new(LruCache::new(ONTHOUDEN)),
        }))
    }

    fn is_bij(&self, initiatief: Uuid, positie: i64) -> bool {
        let mut tot = self.tot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        tot.get(&initiatief).is_some_and(|tot| positie <= *tot)
    }

    fn werd_bij(&self, initiatief: Uuid, positie: i64) {
        self.tot.lock().unwrap_or_else(std::sync::PoisonError::into_inner).put(initiatief, positie);
    }

    /// Brings the zaak of an initiative up to what is here.
    async fn breng_bij(&self, store: &Arc<Store>, id: Uuid, positie: i64) -> Result<(), Mis> {
        let raw = store.read_streams(&[id], i64::MAX).await?;
        let tot = raw.last().map_or(positie, |laatste| laatste.position.max(positie));
        let onleesbaar = |fout: wijkspoor_store::StoreError| DatabaseError::Other(fout.to_string());
        let events: Vec<Recorded<Gebeurtenis>> = store.decode(raw).await.map_err(onleesbaar)?;
        let Some(verloop) = Verloop::van(&events, &self.opzet) else { return Ok(()) };
        let wens = Wens::nieuw(&verloop, &self.catalogus, &self.opzet.inrichting.kalender);
        let bekend = boek::bekend(store.database(), self.id, id).await?;
        Ronde { d: self, store, initiatief: id, bekend, vers: false, gezien: BTreeMap::new() }
            .voer_uit(&wens)
            .await?;
        self.werd_bij(id, tot);
        Ok(())
    }
}

#[async_trait]
impl Koppeling for Doorgever {
    fn abonnement(&self, nu: Timestamp) -> Abonnement {
        Abonnement {
            id: self.id,
            soort: Abonnementsoort::Koppeling,
            versie: 1,
            verzoek: "instellingen".to_owned(),
            naam: "Zaken API (ZGW)".to_owned(),
            adres: self.api.adres().to_owned(),
            keuze: Keuze { soorten: volgt(), gebieden: Vec::new() },
            bereik: Bereik { rol: Rol::Systeem, gebied: None, afdeling: None },
            status: Status::Actief,
            positie: 0,
            pogingen: 0,
            mislukt_sinds: None,
            volgende_op: None,
            laatste_fout: None,
            gelukt_op: None,
            per_minuut: None,
            sleutels: Sleutels { nu: Uuid::nil(), sinds: nu, vorige: None },
            aangemaakt_op: nu,
            aangemaakt_door: "instellingen".to_owned(),
        }
    }

    async fn bezorg(&self, store: &Arc<Store>, bericht: &Bericht) -> Result<Antwoord, DatabaseError> {
        let begonnen = Instant::now();
        let gebeurtenis = &bericht.gebeurtenis;
        let anders = gebeurtenis.data.reeks != "initiatief";
        let gedaan = match anders || self.is_bij(gebeurtenis.subject, bericht.positie) {
            true => Ok(()),
            false => self.breng_bij(store, gebeurtenis.subject, bericht.positie).await,
        };
        let duur = begonnen.elapsed();
        match gedaan {
            Ok(()) => Ok(Antwoord { uitslag: Uitslag::Gelukt, code: None, fout: None, duur }),
            Err(Mis::Daar(antwoord)) => Ok(Antwoord { duur, ..antwoord }),
            Err(Mis::Hier(fout)) => Err(fout),
        }
    }
}

/// One time that an initiative is passed on.
struct Ronde<'a> {
    d: &'a Doorgever,
    store: &'a Arc<Store>,
    initiatief: Uuid,
    bekend: Bekend,
    /// The zaak was made just now: nothing of it can be there.
    vers: bool,
    /// What was found at the other side, of each kind that was looked for.
    gezien: BTreeMap<Soort, Vec<Daar>>,
}

impl Ronde<'_> {
    fn nu(&self) -> Timestamp {
        self.store.clock().now()
    }

    async fn voer_uit(mut self, wens: &Wens<'_>) -> Result<(), Mis> {
        let zaak = self.zaak(wens).await?;
        for stap in wens.rest(&self.bekend, &zaak) {
            match stap {
                Stap::Maak(sleutel, inhoud) => self.maak(sleutel, &inhoud, &zaak).await?,
                Stap::Wijzig(sleutel, inhoud) => self.wijzig(sleutel, &inhoud).await?,
                Stap::Verwijder(sleutel) => {
                    let url = self.url(&sleutel);
                    self.d.api.verwijder(sleutel.0, &url, self.nu()).await?;
                    self.onthoud(sleutel, None).await?;
                }
            }
        }
        Ok(())
    }

    /// How the API calls the zaak; makes it when it is not there.
    async fn zaak(&mut self, wens: &Wens<'_>) -> Result<String, Mis> {
        let sleutel = (Soort::Zaak, ZAAK.to_owned());
        if let Some(gemaakt) = self.bekend.get(&sleutel) {
            return Ok(gemaakt.url.clone());
        }
        let inhoud = wens.zaak();
        let tekst = |veld: &str| inhoud[veld].as_str().unwrap_or_default().to_owned();
        let (identificatie, bron) = (tekst("identificatie"), tekst("bronorganisatie"));
        let waar = [("identificatie", identificatie.as_str()), ("bronorganisatie", bron.as_str())];
        let gevonden = self.d.api.zoek(Soort::Zaak, &waar, self.nu()).await?.into_iter().next();
        let gemaakt = match gevonden {
            // Made before, but not remembered: what it says is not known.
            Some(daar) => Gemaakt { url: daar.url, vingerafdruk: String::new() },
            None => {
                self.vers = true;
                let url = self.d.api.maak(Soort::Zaak, &inhoud, self.nu()).await?;
                Gemaakt { url, vingerafdruk: vingerafdruk(&wens.zaak_nu()) }
            }
        };
        let url = gemaakt.url.clone();
        self.onthoud(sleutel, Some(gemaakt)).await?;
        Ok(url)
    }

    async fn maak(&mut self, sleutel: Sleutel, inhoud: &Json, zaak: &str) -> Result<(), Mis> {
        let soort = sleutel.0;
        let gezocht = match self.vers {
            true => None,
            false => self.zoek(soort, inhoud, zaak).await?,
        };
        match gezocht {
            Some(url) => {
                // A state and a role never change; the rest may say something else there.
                let vast = matches!(soort, Soort::Status | Soort::Rol);
                let vingerafdruk = if vast { vingerafdruk(inhoud) } else { String::new() };
                self.onthoud(sleutel.clone(), Some(Gemaakt { url, vingerafdruk })).await?;
                if vast { Ok(()) } else { self.wijzig(sleutel, inhoud).await }
            }
            None => {
                let url = self.d.api.maak(soort, inhoud, self.nu()).await?;
                self.onthoud(sleutel, Some(Gemaakt { url, vingerafdruk: vingerafdruk(inhoud) })).await
            }
        }
    }

    async fn wijzig(&mut self, sleutel: Sleutel, inhoud: &Json) -> Result<(), Mis> {
        let url = self.url(&sleutel);
        self.d.api.wijzig(sleutel.0, &url, inhoud, self.nu()).await?;
        self.onthoud(sleutel, Some(Gemaakt { url, vingerafdruk: vingerafdruk(inhoud) })).await
    }

    /// Whether it is there already, by what it is known by.
    async fn zoek(&mut self, soort: Soort, inhoud: &Json, zaak: &str) -> Result<Option<String>, Mis> {
        if !self.gezien.contains_key(&soort) {
            let gevonden = self.d.api.zoek(soort, &[("zaak", zaak)], self.nu()).await?;
            self.gezien.insert(soort, gevonden);
        }
        let gevonden = self.gezien.get(&soort).into_iter().flatten();
        let mut zelfde = gevonden.filter(|daar| is_zelfde(soort, &daar.json, inhoud));
        Ok(zelfde.next().map(|daar| daar.url.clone()))
    }

    fn url(&self, sleutel: &Sleutel) -> String {
        self.bekend.get(sleutel).map(|gemaakt| gemaakt.url.clone()).unwrap_or_default()
    }

    async fn onthoud(&mut self, sleutel: Sleutel, gemaakt: Option<Gemaakt>) -> Result<(), Mis> {
        let database = self.store.database();
        boek::onthoud(database, self.d.id, self.initiatief, &sleutel, gemaakt.as_ref()).await?;
        match gemaakt {
            Some(gemaakt) => drop(self.bekend.insert(sleutel, gemaakt)),
            None => drop(self.bekend.remove(&sleutel)),
        }
        Ok(())
    }
}

/// Whether what is there is what would be made.
fn is_zelfde(soort: Soort, daar: &Json, hier: &Json) -> bool {
    let gelijk = |veld: &str| daar[veld] == hier[veld];
    match soort {
        // There is one, whatever it says.
        Soort::Zaak | Soort::Resultaat => true,
        Soort::Status => {
            let op = |json: &Json| json["datumStatusGezet"].as_str()?.parse::<Timestamp>().ok();
            op(daar).is_some_and(|op_daar| Some(op_daar) == op(hier))
        }
        Soort::Rol => {
            let wie = ["identificatie", "annIdentificatie"];
            let wie = |json: &Json| {
                wie.map(|veld| json["betrokkeneIdentificatie"][veld].as_str().unwrap_or_default().to_owned())
            };
            gelijk("roltype") && gelijk("betrokkeneType") && wie(daar) == wie(hier)
        }
        Soort::Besluit => gelijk("identificatie") && gelijk("verantwoordelijkeOrganisatie"),
    }
}
