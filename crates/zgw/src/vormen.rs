//! The shapes of ZGW: what of them Wijkspoor can fill, and what they demand. An optional field that would always be empty is
//! left out; docs/zgw.md says why of each.

use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;
use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, schema::Type};
use uuid::Uuid;

fn tekst() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn url() -> ObjectBuilder {
    tekst().format(Some(SchemaFormat::Custom("uri".to_owned()))).max_length(Some(1000))
}

fn datum() -> ObjectBuilder {
    tekst().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).max_length(Some(10))
}

fn tijdstip() -> ObjectBuilder {
    tekst().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).max_length(Some(40))
}

fn rsin() -> ObjectBuilder {
    tekst().pattern(Some("^[0-9]{9}$")).max_length(Some(9))
}

fn misschien(schema: ObjectBuilder) -> ObjectBuilder {
    let types = vec![Type::String, Type::Null];
    schema.schema_type(utoipa::openapi::schema::SchemaType::Array(types))
}

fn misschien_url() -> ObjectBuilder {
    misschien(url())
}

fn misschien_datum() -> ObjectBuilder {
    misschien(datum())
}

fn vertrouwelijkheid() -> ObjectBuilder {
    tekst().enum_values(Some(crate::catalogus::VERTROUWELIJKHEID))
}

fn generiek() -> ObjectBuilder {
    tekst().enum_values(Some(crate::catalogus::ROLLEN))
}

fn archiefnominatie() -> ObjectBuilder {
    let waarden = crate::catalogus::ARCHIEFNOMINATIE.map(|waarde| Json::String(waarde.to_owned()));
    misschien(tekst()).enum_values(Some(waarden.into_iter().chain([Json::Null])))
}

/// Een initiatief als zaak (Zaken API).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ZgwZaak)]
pub struct Zaak {
    /// Waar deze zaak te lezen is.
    #[schema(schema_with = url)]
    pub url: String,
    /// Het id van het initiatief.
    pub uuid: Uuid,
    /// Hetzelfde id: uniek binnen de bronorganisatie.
    #[schema(max_length = 40)]
    pub identificatie: String,
    /// Het RSIN van de gemeente.
    #[schema(schema_with = rsin)]
    pub bronorganisatie: String,
    /// De titel, tot hoogstens 80 tekens.
    #[schema(max_length = 80)]
    pub omschrijving: String,
    /// Hoe precies bekend is wanneer het begon, als dat niet op de dag bekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub toelichting: Option<String>,
    /// Het zaaktype in de Catalogi API.
    #[schema(schema_with = url)]
    pub zaaktype: String,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = datum)]
    pub registratiedatum: String,
    /// Het RSIN van wie verantwoordelijk is.
    #[schema(schema_with = rsin)]
    pub verantwoordelijke_organisatie: String,
    /// Wanneer het is ingediend.
    #[schema(schema_with = datum)]
    pub startdatum: String,
    /// Wanneer het eindigde.
    #[schema(schema_with = misschien_datum)]
    pub einddatum: Option<String>,
    /// De laatste dag volgens de wet, als die bekend is.
    #[schema(schema_with = misschien_datum)]
    pub uiterlijke_einddatum_afdoening: Option<String>,
    /// Voor wie de zaak bestemd is.
    #[schema(schema_with = vertrouwelijkheid)]
    pub vertrouwelijkheidaanduiding: String,
    /// Altijd leeg: er wordt niets betaald.
    #[schema(max_length = 1)]
    pub betalingsindicatie_weergave: &'static str,
    /// Of de wettelijke termijn is verlengd.
    pub verlenging: Option<Verlenging>,
    /// Of de wettelijke termijn stilstaat.
    pub opschorting: Opschorting,
    /// Altijd leeg: opdrachten zijn rollen, geen deelzaken.
    #[schema(max_items = 0)]
    pub deelzaken: Vec<String>,
    /// Altijd leeg.
    #[schema(max_items = 0)]
    pub eigenschappen: Vec<String>,
    /// De rollen.
    #[schema(max_items = 100000)]
    pub rollen: Vec<String>,
    /// De status van nu.
    #[schema(schema_with = misschien_url)]
    pub status: Option<String>,
    /// Altijd leeg: Wijkspoor bewaart geen documenten.
    #[schema(max_items = 0)]
    pub zaakinformatieobjecten: Vec<String>,
    /// Altijd leeg.
    #[schema(max_items = 0)]
    pub zaakobjecten: Vec<String>,
    /// Gebied, thema en het kenmerk van de indiener.
    #[schema(max_items = 3)]
    pub kenmerken: Vec<Kenmerk>,
    /// Wat er na afloop met het dossier gebeurt.
    #[schema(schema_with = archiefnominatie)]
    pub archiefnominatie: Option<String>,
    /// Altijd `nog_te_archiveren`.
    #[schema(max_length = 40)]
    pub archiefstatus: &'static str,
    /// Op welke dag.
    #[schema(schema_with = misschien_datum)]
    pub archiefactiedatum: Option<String>,
    /// Het resultaat.
    #[schema(schema_with = misschien_url)]
    pub resultaat: Option<String>,
}

/// Het uitstel van een beslissing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ZgwVerlenging)]
pub struct Verlenging {
    /// Waarom: de grondslag.
    #[schema(max_length = 200)]
    pub reden: String,
    /// Hoe lang, volgens ISO 8601.
    #[schema(max_length = 40, pattern = "^P[0-9]+D$")]
    pub duur: String,
}

/// Of de wettelijke termijn stilstaat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ZgwOpschorting)]
pub struct Opschorting {
    /// Of dat nu zo is.
    pub indicatie: bool,
    /// Waarom: de grondslag.
    #[schema(max_length = 200)]
    pub reden: String,
}

/// Een kenmerk van een zaak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ZgwKenmerk)]
pub struct Kenmerk {
    /// Het kenmerk.
    #[schema(max_length = 40)]
    pub kenmerk: String,
    /// Wat voor kenmerk het is.
    #[schema(max_length = 40)]
    pub bron: String,
}

/// Een status die een zaak kreeg (Zaken API).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ZgwStatus)]
pub struct Status {
    /// Waar deze status te lezen is.
    #[schema(schema_with = url)]
    pub url: String,
    /// Het id.
    pub uuid: Uuid,
    /// De zaak.
    #[schema(schema_with = url)]
    pub zaak: String,
    /// Het statustype in de Catalogi API.
    #[schema(schema_with = url)]
    pub statustype: String,
    /// Wanneer; van elke volgende status later dan van de vorige.
    #[schema(schema_with = tijdstip)]
    pub datum_status_gezet: String,
    /// De naam van de status, en hoe precies bekend is wanneer zij inging.
    #[schema(max_length = 1000)]
    pub statustoelichting: String,
    /// Of dit de status van nu is.
    pub indicatie_laatst_gezette_status: bool,
    /// Altijd leeg.
    #[schema(max_items = 0)]
    pub zaakinformatieobjecten: Vec<String>,
}

/// Hoe een zaak afliep (Zaken API).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ZgwResultaat)]
pub struct Resultaat {
    /// Waar dit resultaat te lezen is.
    #[schema(schema_with = url)]
    pub url: String,
    /// Het id.
    pub uuid: Uuid,
    /// De zaak.
    #[schema(schema_with = url)]
    pub zaak: String,
    /// Het resultaattype in de Catalogi API.
    #[schema(schema_with = url)]
    pub resultaattype: String,
    /// De naam van de eindstatus.
    #[schema(max_length = 1000)]
    pub toelichting: String,
}

/// Wie er meedoet aan een zaak; nooit een mens (Zaken API).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ZgwRol)]
pub struct Rol {
    /// Waar deze rol te lezen is.
    #[schema(schema_with = url)]
    pub url: String,
    /// Het id.
    pub uuid: Uuid,
    /// De zaak.
    #[schema(schema_with = url)]
    pub zaak: String,
    /// Wat voor betrokkene het is.
    #[schema(max_length = 40)]
    pub betrokkene_type: &'static str,
    /// Het roltype in de Catalogi API.
    #[schema(schema_with = url)]
    pub roltype: String,
    /// Hoe de Catalogi API de rol noemt.
    #[schema(max_length = 1000)]
    pub omschrijving: String,
    /// Wat de rol in het algemeen is.
    #[schema(schema_with = generiek)]
    pub omschrijving_generiek: String,
    /// Hoe de rol tot stand kwam.
    #[schema(max_length = 1000)]
    pub roltoelichting: &'static str,
    /// Wanneer dat is vastgelegd.
    #[schema(schema_with = tijdstip)]
    pub registratiedatum: String,
    /// Altijd leeg.
    #[schema(max_items = 0)]
    pub statussen: Vec<String>,
    /// Wie het is.
    pub betrokkene_identificatie: Identificatie,
}

/// Wie een betrokkene is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ZgwBetrokkene)]
pub enum Identificatie {
    /// Een team of afdeling van de gemeente.
    #[schema(title = "ZgwOrganisatorischeEenheid")]
    Eenheid {
        /// De code.
        #[schema(max_length = 24)]
        identificatie: String,
        /// De naam.
        #[schema(max_length = 50)]
        naam: String,
    },
    /// Een organisatie in de stad.
    #[serde(rename_all = "camelCase")]
    #[schema(title = "ZgwNietNatuurlijkPersoon")]
    Organisatie {
        /// De code.
        #[schema(max_length = 17)]
        ann_identificatie: String,
        /// De naam.
        #[schema(max_length = 500)]
        statutaire_naam: String,
    },
}

/// Een besluit (Besluiten API).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ZgwBesluit)]
pub struct Besluit {
    /// Waar dit besluit te lezen is.
    #[schema(schema_with = url)]
    pub url: String,
    /// Het id van het besluit: uniek binnen de verantwoordelijke organisatie.
    #[schema(max_length = 50)]
    pub identificatie: String,
    /// Het RSIN van wie verantwoordelijk is.
    #[schema(schema_with = rsin)]
    pub verantwoordelijke_organisatie: String,
    /// Het besluittype in de Catalogi API.
    #[schema(schema_with = url)]
    pub besluittype: String,
    /// De zaak.
    #[schema(schema_with = url)]
    pub zaak: String,
    /// Wanneer het is genomen.
    #[schema(schema_with = datum)]
    pub datum: String,
    /// Het bestuursorgaan, als het besluit daarvan is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 50)]
    pub bestuursorgaan: Option<&'static str>,
    /// Wanneer het ingaat: de dag waarop het is genomen.
    #[schema(schema_with = datum)]
    pub ingangsdatum: String,
    /// Wanneer het is teruggedraaid.
    #[schema(schema_with = misschien_datum)]
    pub vervaldatum: Option<String>,
    /// Waardoor het verviel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub vervalreden: Option<&'static str>,
    /// Dat in woorden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub vervalreden_weergave: Option<&'static str>,
}

/// Wat er met een zaak gebeurde: een gebeurtenis van het log (Zaken API).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ZgwAuditTrail)]
pub struct AuditTrail {
    /// Het id.
    pub uuid: Uuid,
    /// Waar het gebeurde: altijd `zrc`.
    #[schema(max_length = 10)]
    pub bron: &'static str,
    /// Waarmee.
    #[schema(max_length = 100)]
    pub applicatie_id: &'static str,
    /// Waarmee, in woorden.
    #[schema(max_length = 200)]
    pub applicatie_weergave: &'static str,
    /// Wie, als pseudoniem.
    #[schema(max_length = 255)]
    pub gebruikers_id: String,
    /// In welke rol.
    #[schema(max_length = 255)]
    pub gebruikers_weergave: String,
    /// `create` als er iets bij kwam, anders `partial_update`.
    #[schema(max_length = 50)]
    pub actie: &'static str,
    /// Het soort gebeurtenis.
    #[schema(max_length = 200)]
    pub actie_weergave: String,
    /// De HTTP-status die erbij hoort.
    #[schema(minimum = 100, maximum = 599)]
    pub resultaat: u16,
    /// De zaak.
    #[schema(schema_with = url)]
    pub hoofd_object: String,
    /// Wat er bij kwam of veranderde.
    #[schema(max_length = 50)]
    pub resource: &'static str,
    /// Waar dat te lezen is.
    #[schema(schema_with = url)]
    pub resource_url: String,
    /// Dat in woorden.
    #[schema(max_length = 200)]
    pub resource_weergave: String,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = tijdstip)]
    pub aanmaakdatum: String,
    /// Hoe het was en werd.
    pub wijzigingen: Wijzigingen,
}

/// Hoe iets was en werd; leeg als ZGW geen plaats heeft voor wat er gebeurde.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = ZgwWijzigingen)]
pub struct Wijzigingen {
    /// Hoe het was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub oud: Option<Json>,
    /// Hoe het werd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub nieuw: Option<Json>,
}

/// A shape as JSON.
pub(crate) fn json(vorm: &impl Serialize) -> Json {
    serde_json::to_value(vorm).unwrap_or_default()
}
