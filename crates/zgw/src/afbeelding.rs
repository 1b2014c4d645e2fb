//! An initiative in the shapes of ZGW: pure. docs/zgw.md says of each field where it comes from.

use crate::catalogus::{Betrokkene, Catalogus, bestuursorgaan};
use crate::verloop::{Deelname, Genomen, Gezet, Verloop};
use crate::vormen::{Besluit, Identificatie, Kenmerk, Opschorting, Resultaat, Rol, Status, Verlenging, Zaak};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use wijkspoor_domain::termijn::{Kalender, Klok, dagen_tussen};
use wijkspoor_domain::{Moment, Nauwkeurigheid};
use wijkspoor_store::stable_id;

/// The longest omschrijving of a zaak, and of what stands beside it (zrc).
const OMSCHRIJVING: usize = 80;
const KENMERK: usize = 40;
const EENHEID: usize = 50;
const PARTNER: usize = 500;
const REDEN: usize = 200;

/// Where what is shown is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adressen(String);

impl Adressen {
    /// Under this address of the API: `https://wijkspoor.gemeente.example/v1`.
    pub fn onder(basis: &str) -> Self {
        Self(format!("{}/zgw", basis.trim_end_matches('/')))
    }

    /// A zaak.
    pub fn zaak(&self, id: Uuid) -> String {
        format!("{}/zaken/{id}", self.0)
    }

    /// A collection.
    pub fn lijst(&self, soort: &str) -> String {
        format!("{}/{soort}", self.0)
    }

    fn van(&self, id: Uuid, soort: &str, wat: impl std::fmt::Display) -> String {
        format!("{}/zaken/{id}/{soort}/{wat}", self.0)
    }
}

/// An initiative in the shapes of ZGW.
#[derive(Debug, Clone, PartialEq)]
pub struct Beeld {
    /// The zaak.
    pub zaak: Zaak,
    /// Its states, the oldest first.
    pub statussen: Vec<Status>,
    /// How it ended, if it did.
    pub resultaat: Option<Resultaat>,
    /// Who took part.
    pub rollen: Vec<Rol>,
    /// The decisions for which there is a besluittype.
    pub besluiten: Vec<Besluit>,
}

/// An initiative in the shapes of ZGW.
pub fn beeld(verloop: &Verloop, catalogus: &Catalogus, kalender: &Kalender, adressen: &Adressen) -> Beeld {
    let maker = Maker { v: verloop, c: catalogus, a: adressen };
    let rollen: Vec<Rol> = verloop.betrokkenen.iter().filter_map(|d| maker.rol(d)).collect();
    let laatste = verloop.status().map(|gezet| gezet.volgnummer);
    let status = |gezet| maker.status(gezet, laatste);
    let statussen: Vec<Status> = verloop.statussen.iter().filter_map(status).collect();
    let resultaat = verloop.einde().and_then(|einde| maker.resultaat(einde));
    let zaak = maker.zaak(kalender, &rollen, statussen.last(), resultaat.as_ref());
    let besluiten = verloop.besluiten.iter().filter_map(|b| maker.besluit(b)).collect();
    Beeld { zaak, statussen, resultaat, rollen, besluiten }
}

/// What every shape is made of.
pub(crate) struct Maker<'a> {
    pub(crate) v: &'a Verloop,
    pub(crate) c: &'a Catalogus,
    pub(crate) a: &'a Adressen,
}

impl Maker<'_> {
    fn zaak(
        &self,
        kalender: &Kalender,
        rollen: &[Rol],
        status: Option<&Status>,
        resultaat: Option<&Resultaat>,
    ) -> Zaak {
        let (v, c) = (self.v, self.c);
        let einde = v.einde().map(|einde| Moment { op: einde.op, ..einde.moment }.dag());
        let archief = v.einde().and_then(|gezet| c.resultaattype(&gezet.status)?.archief.as_ref());
        // The last one that began is the one that counts: after a reopening there is another.
        let klok = v.termijnen.last();
        Zaak {
            url: self.a.zaak(v.id),
            uuid: v.id,
            identificatie: v.id.to_string(),
            bronorganisatie: c.bronorganisatie.clone(),
            omschrijving: kort(v.naam(), OMSCHRIJVING),
            toelichting: onnauwkeurig(v.ingediend).map(|hoe| format!("De startdatum is {hoe}.")),
            zaaktype: c.zaaktype.clone(),
            registratiedatum: Moment::tijdstip(v.geregistreerd).dag().to_string(),
            verantwoordelijke_organisatie: c.verantwoordelijk.clone(),
            startdatum: v.ingediend.dag().to_string(),
            einddatum: einde.map(|dag| dag.to_string()),
            uiterlijke_einddatum_afdoening: klok
                .and_then(|klok| klok.laatste_dag(kalender))
                .map(|dag| dag.to_string()),
            vertrouwelijkheidaanduiding: c.vertrouwelijkheid.clone(),
            betalingsindicatie_weergave: "",
            verlenging: klok.and_then(|klok| verlenging(klok, kalender)),
            opschorting: self.opschorting(klok),
            deelzaken: Vec::new(),
            eigenschappen: Vec::new(),
            rollen: rollen.iter().map(|rol| rol.url.clone()).collect(),
            status: status.map(|status| status.url.clone()),
            zaakinformatieobjecten: Vec::new(),
            zaakobjecten: Vec::new(),
            kenmerken: self.kenmerken(),
            archiefnominatie: archief.map(|archief| archief.nominatie.clone()),
            archiefstatus: "nog_te_archiveren",
            archiefactiedatum: einde
                .zip(archief)
                .and_then(|(dag, archief)| archief.actiedatum(dag))
                .map(|dag| dag.to_string()),
            resultaat: resultaat.map(|resultaat| resultaat.url.clone()),
        }
    }

    /// Whether the term stands still: because of the state, or because somebody said so. Not whether it does today: a term that
    /// goes on again by itself makes no event after which it could be told.
    fn opschorting(&self, klok: Option<&Klok>) -> Opschorting {
        let status = self.v.status().filter(|gezet| gezet.status.schort_op);
        let gezegd = klok.and_then(|klok| klok.opschortingen.last());
        let open = gezegd.filter(|o| o.tot.is_none() && klok.is_some_and(|klok| klok.einde.is_none()));
        let reden = match (status, open.or(gezegd)) {
            (None, _) if open.is_none() => String::new(),
            (_, Some(opschorting)) => kort(&opschorting.grondslag, REDEN),
            (Some(gezet), None) => kort(&gezet.status.naam, REDEN),
            (None, None) => String::new(),
        };
        Opschorting { indicatie: status.is_some() || open.is_some(), reden }
    }

    fn kenmerken(&self) -> Vec<Kenmerk> {
        let kenmerk =
            |kenmerk: &str, bron: &str| Kenmerk { kenmerk: kort(kenmerk, KENMERK), bron: bron.to_owned() };
        // Half a reference points at something else.
        let eigen = self.v.kenmerk.as_deref().filter(|kenmerk| kenmerk.chars().count() <= KENMERK);
        let vast = [kenmerk(&self.v.gebied, "gebied"), kenmerk(&self.v.thema, "thema")];
        vast.into_iter().chain(eigen.map(|eigen| kenmerk(eigen, "indiener"))).collect()
    }

    pub(crate) fn status(&self, gezet: &Gezet, laatste: Option<i64>) -> Option<Status> {
        let hoe = onnauwkeurig(gezet.moment).map(|hoe| format!(" De datum is {hoe}."));
        let naam = &gezet.status.naam;
        Some(Status {
            url: self.a.van(self.v.id, "statussen", gezet.volgnummer),
            uuid: self.uuid("status", gezet.volgnummer),
            zaak: self.a.zaak(self.v.id),
            statustype: self.c.statustype(&gezet.status)?.to_owned(),
            datum_status_gezet: milliseconden(gezet.op),
            statustoelichting: kort(&format!("{naam}.{}", hoe.unwrap_or_default()), 1000),
            indicatie_laatst_gezette_status: Some(gezet.volgnummer) == laatste,
            zaakinformatieobjecten: Vec::new(),
        })
    }

    pub(crate) fn resultaat(&self, einde: &Gezet) -> Option<Resultaat> {
        Some(Resultaat {
            url: self.a.van(self.v.id, "resultaten", einde.volgnummer),
            uuid: self.uuid("resultaat", einde.volgnummer),
            zaak: self.a.zaak(self.v.id),
            resultaattype: self.c.resultaattype(&einde.status)?.url.clone(),
            toelichting: kort(&format!("{}.", einde.status.naam), 1000),
        })
    }

    pub(crate) fn rol(&self, deelname: &Deelname) -> Option<Rol> {
        let roltype = self.c.roltypen.get(&deelname.soort)?;
        let (betrokkene_type, roltoelichting) = match deelname.soort {
            Betrokkene::Tlo => ("organisatorische_eenheid", "Het team van het gebied."),
            Betrokkene::Afdeling => ("organisatorische_eenheid", "De afdeling kreeg een opdracht."),
            Betrokkene::Partner => ("niet_natuurlijk_persoon", "De partner doet mee."),
        };
        Some(Rol {
            url: self.a.van(self.v.id, "rollen", deelname.volgnummer),
            uuid: self.uuid("rol", deelname.volgnummer),
            zaak: self.a.zaak(self.v.id),
            betrokkene_type,
            roltype: roltype.url.clone(),
            omschrijving: roltype.omschrijving.clone(),
            omschrijving_generiek: roltype.generiek.clone(),
            roltoelichting,
            registratiedatum: milliseconden(deelname.geregistreerd),
            statussen: Vec::new(),
            betrokkene_identificatie: self.identificatie(deelname),
        })
    }

    fn identificatie(&self, deelname: &Deelname) -> Identificatie {
        let naam = &deelname.naam;
        let code = |lengte: usize| {
            let eigen = self.c.eenheden.get(naam).cloned();
            let gemaakt = stable_id(&["zgw", deelname.soort.code(), naam]).simple().to_string();
            eigen.unwrap_or_else(|| gemaakt.chars().take(lengte).collect())
        };
        match deelname.soort {
            Betrokkene::Partner => Identificatie::Organisatie {
                ann_identificatie: code(17).chars().take(17).collect(),
                statutaire_naam: kort(naam, PARTNER),
            },
            Betrokkene::Tlo => Identificatie::Eenheid {
                identificatie: code(24),
                naam: kort(&format!("TLO {naam}"), EENHEID),
            },
            Betrokkene::Afdeling => {
                Identificatie::Eenheid { identificatie: code(24), naam: kort(naam, EENHEID) }
            }
        }
    }

    pub(crate) fn besluit(&self, genomen: &Genomen) -> Option<Besluit> {
        let datum = genomen.op.dag();
        let vervalt = genomen.teruggedraaid.map(|op| op.dag().max(datum).to_string());
        Some(Besluit {
            url: self.a.van(self.v.id, "besluiten", genomen.id),
            identificatie: genomen.id.to_string(),
            verantwoordelijke_organisatie: self.c.verantwoordelijk.clone(),
            besluittype: self.c.besluittype(genomen.soort)?.to_owned(),
            zaak: self.a.zaak(self.v.id),
            datum: datum.to_string(),
            bestuursorgaan: genomen.hoedanigheid.and_then(bestuursorgaan),
            ingangsdatum: datum.to_string(),
            vervalreden: vervalt.as_ref().map(|_| "ingetrokken_overheid"),
            vervalreden_weergave: vervalt.as_ref().map(|_| "Besluit ingetrokken door overheid"),
            vervaldatum: vervalt,
        })
    }

    /// An id that is the same every time.
    fn uuid(&self, soort: &str, volgnummer: i64) -> Uuid {
        stable_id(&["zgw", soort, &self.v.id.to_string(), &volgnummer.to_string()])
    }
}

/// A text of so many characters at most.
fn kort(tekst: &str, hoogstens: usize) -> String {
    match tekst.chars().count() > hoogstens {
        true => tekst.chars().take(hoogstens - 1).chain(['…']).collect(),
        false => tekst.to_owned(),
    }
}

/// A time to the millisecond, which every API keeps; written so that the order of the texts is that of the times.
pub(crate) fn milliseconden(op: Timestamp) -> String {
    op.round(jiff::Unit::Millisecond).unwrap_or(op).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// How far a date is known, when that is not to the day: ZGW knows whole days only.
fn onnauwkeurig(moment: Moment) -> Option<String> {
    match moment.nauwkeurigheid {
        Nauwkeurigheid::Tijdstip | Nauwkeurigheid::Dag => None,
        Nauwkeurigheid::Maand | Nauwkeurigheid::Jaar => {
            Some(format!("niet op de dag bekend: {}", moment.in_woorden()))
        }
        Nauwkeurigheid::Onbekend => Some("niet bekend; alleen de volgorde klopt".to_owned()),
    }
}

/// How much later the decision comes than it would have.
fn verlenging(klok: &Klok, kalender: &Kalender) -> Option<Verlenging> {
    let verdaging = klok.verdaging?;
    // What stands still for nobody knows how long has no end to compare with.
    let opschortingen = klok.opschortingen.iter().filter(|o| o.tot.is_some()).cloned().collect();
    let zonder = Klok { verdaging: None, opschortingen, ..klok.clone() };
    let (afleiding, _) = zonder.afleiding(Date::MAX, kalender)?;
    let dagen = dagen_tussen(afleiding.einde, verdaging.tot).max(0);
    Some(Verlenging { reden: kort(&klok.termijn.grondslag, REDEN), duur: format!("P{dagen}D") })
}
