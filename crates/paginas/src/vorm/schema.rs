//! From a schema of the published document to the fields of a form.

use super::{Soort, Veld, Vorm, woorden};
use serde_json::{Map, Value as Json};

/// A text that may be longer than this gets several lines.
const REGEL: u64 = 300;

impl Vorm {
    /// The form of a schema. `vast` is what is known already; where the schema has variants, it says which.
    pub fn van(document: &Json, schema: &str, vast: &[(&str, &str)]) -> Option<Self> {
        let geheel = document["components"]["schemas"].get(schema)?;
        let past = |variant: &&Json| {
            vast.iter().all(|(naam, waarde)| {
                let codes = variant["properties"][naam]["enum"].as_array();
                codes.is_none_or(|codes| codes.iter().any(|code| code == waarde))
            })
        };
        let object = match geheel["oneOf"].as_array() {
            Some(varianten) => varianten.iter().find(past)?,
            None => geheel,
        };
        let velden = velden(document, object);
        let velden =
            velden.into_iter().filter(|veld| !vast.iter().any(|(naam, _)| *naam == veld.naam)).collect();
        let vast = vast.iter().map(|(naam, waarde)| ((*naam).to_owned(), (*waarde).to_owned())).collect();
        Some(Self { velden, vast })
    }

    /// With these fields required.
    #[must_use]
    pub fn met_verplicht(mut self, namen: &[&str]) -> Self {
        for veld in &mut self.velden {
            veld.verplicht |= namen.contains(&veld.naam.as_str());
        }
        orden(&mut self.velden);
        self
    }

    /// With something that is sent and not asked.
    #[must_use]
    pub fn met_vast(mut self, naam: &str, waarde: &str) -> Self {
        self.vast.push((naam.to_owned(), waarde.to_owned()));
        self
    }

    /// With only these fields.
    #[must_use]
    pub fn alleen(mut self, namen: &[impl AsRef<str>]) -> Self {
        self.velden.retain(|veld| namen.iter().any(|naam| naam.as_ref() == veld.naam));
        self
    }

    /// Without these fields.
    #[must_use]
    pub fn zonder(mut self, namen: &[&str]) -> Self {
        self.velden.retain(|veld| !namen.contains(&veld.naam.as_str()));
        self
    }
}

fn velden(document: &Json, object: &Json) -> Vec<Veld> {
    let verplicht: Vec<&str> =
        object["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let eigenschappen = object["properties"].as_object().into_iter().flat_map(Map::iter);
    let mut velden: Vec<_> = eigenschappen
        .map(|(naam, schema)| veld(document, naam, schema, verplicht.contains(&naam.as_str())))
        .collect();
    orden(&mut velden);
    velden
}

/// What must be filled in first, in the order in which one thinks of it.
fn orden(velden: &mut [Veld]) {
    velden.sort_by_key(|veld| (!veld.verplicht, woorden::plaats(&veld.naam)));
}

/// The schema itself, where another is referred to or nothing is allowed as well.
fn kern<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    if let Some(naam) = verwijst(schema) {
        return kern(document, &document["components"]["schemas"][naam]);
    }
    let keuzes = schema["oneOf"].as_array().into_iter().flatten();
    match keuzes.clone().find(|keuze| keuze["type"] != "null") {
        Some(een) if keuzes.clone().any(|keuze| keuze["type"] == "null") => kern(document, een),
        _ => schema,
    }
}

fn verwijst(schema: &Json) -> Option<&str> {
    schema["$ref"].as_str().and_then(|verwijzing| verwijzing.rsplit('/').next())
}

fn veld(document: &Json, naam: &str, schema: &Json, verplicht: bool) -> Veld {
    let beschrijving = |schema: &Json| schema["description"].as_str().map(str::to_owned);
    let keuzes = schema["oneOf"].as_array().into_iter().flatten();
    let uitleg = beschrijving(schema).or_else(|| keuzes.clone().find_map(beschrijving));
    let genoemd = verwijst(schema).or_else(|| keuzes.clone().find_map(verwijst));
    let soort = match genoemd {
        Some("Plaatsgevonden") => Soort::Wanneer,
        _ => soort(document, kern(document, schema), uitleg.as_deref().unwrap_or_default()),
    };
    Veld { naam: naam.to_owned(), soort, verplicht, uitleg }
}

fn soort(document: &Json, schema: &Json, uitleg: &str) -> Soort {
    let is = |soort: &str| match &schema["type"] {
        Json::Array(soorten) => soorten.iter().any(|s| s == soort),
        een => een == soort,
    };
    let codes = schema["enum"].as_array();
    if let Some(codes) = codes {
        return Soort::Keuze(codes.iter().filter_map(Json::as_str).map(str::to_owned).collect());
    }
    if is("object") {
        return Soort::Groep(velden(document, schema));
    }
    if is("array") {
        let rij = kern(document, &schema["items"]);
        return match rij["type"] == "object" {
            true => Soort::Rijen(velden(document, rij)),
            false => Soort::Namen,
        };
    }
    if is("boolean") {
        return Soort::JaNee;
    }
    if is("integer") || is("number") {
        return if uitleg.contains("eurocent") { Soort::Euro } else { Soort::Getal };
    }
    match schema["format"].as_str() {
        Some("date") => Soort::Datum,
        Some("uuid") => Soort::Verwijzing,
        _ if schema["maxLength"].as_u64().is_some_and(|lengte| lengte <= REGEL) => Soort::Regel,
        _ => Soort::Tekst,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vorm(schema: &str, vast: &[(&str, &str)]) -> Vorm {
        Vorm::van(&wijkspoor_api::document(), schema, vast).unwrap()
    }

    fn namen(velden: &[Veld]) -> Vec<&str> {
        velden.iter().map(|v| v.naam.as_str()).collect()
    }

    #[test]
    fn a_transition_asks_what_it_requires_first() {
        let vorm =
            vorm("NieuweOvergang", &[("overgang", "wijs_af")]).met_verplicht(&["besluit", "motivering"]);
        assert_eq!(namen(&vorm.velden)[..2], ["motivering", "besluit"]);
        let Soort::Groep(besluit) = &vorm.velden[1].soort else { panic!("{:?}", vorm.velden[1]) };
        assert_eq!(namen(besluit)[..3], ["soort", "motivering", "mandaat"]);
        assert!(matches!(besluit[0].soort, Soort::Keuze(_)) && besluit[0].verplicht);
        assert_eq!(vorm.velden.last().unwrap().soort, Soort::Wanneer);
        let rijen = vorm.velden.iter().find(|v| v.naam == "opdrachten").unwrap();
        assert!(matches!(&rijen.soort, Soort::Rijen(velden) if namen(velden).contains(&"afdeling")));
    }

    #[test]
    fn a_variant_is_chosen_by_what_is_known() {
        let weiger = vorm("NieuweOpdrachtactie", &[("actie", "weiger")]);
        assert_eq!(namen(&weiger.velden)[..2], ["reden", "toelichting"]);
        assert!(
            Vorm::van(&wijkspoor_api::document(), "NieuweOpdrachtactie", &[("actie", "vergeet")]).is_none()
        );
        assert!(Vorm::van(&wijkspoor_api::document(), "BestaatNiet", &[]).is_none());
    }

    #[test]
    fn every_form_of_the_document_has_fields_that_one_can_fill_in() {
        let document = wijkspoor_api::document();
        let toekenning = vorm("NieuweToekenning", &[]);
        let soort = |naam: &str| toekenning.velden.iter().find(|v| v.naam == naam).unwrap().soort.clone();
        assert_eq!(
            (soort("bedrag"), soort("budgetId"), soort("post")),
            (Soort::Euro, Soort::Verwijzing, Soort::Regel)
        );
        let feiten = document["components"]["schemas"]["NieuwFeit"]["oneOf"].as_array().unwrap();
        for feit in feiten {
            let code = feit["properties"]["soort"]["enum"][0].as_str().unwrap();
            assert!(!vorm("NieuwFeit", &[("soort", code)]).velden.is_empty(), "{code}");
        }
    }
}
