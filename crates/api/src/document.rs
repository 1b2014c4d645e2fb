//! The OpenAPI document, from the code: what the handlers say, and what holds for every operation.

use crate::beleid;
use crate::problem::Problem;
use crate::request::KEY_PATTERN;
use crate::routes;
use crate::tempo::VRIJ;
use crate::versie::{ALTIJD_VERS, LEZEN};
use serde_json::{Value as Json, json};
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;

/// The version of the API, on every response.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wijkspoor",
        description = "Volgt initiatieven uit de wijk door de gemeente: waar ze zijn, wie aan zet is, en wat stagneert.\n\n\
            Elke schrijfactie neemt een `Idempotency-Key` (hetzelfde verzoek met dezelfde sleutel krijgt hetzelfde \
            antwoord). Wat iets wijzigt dat er al is, neemt ook de header `If-Match` met de ETag die u zag: \
            is het intussen gewijzigd, dan is het antwoord 412 en gebeurt er niets.\n\n\
            Wie u bent zegt een token van de identiteitsprovider (OpenID Connect) in `Authorization: Bearer TOKEN`, nooit \
            in het adres. Wie meer rollen heeft kiest er per verzoek een met de header `Wijkspoor-Rol: ROL` of \
            `ROL:NAAM`, bijvoorbeeld `tlo:Malburgen` of `afdeling:Openbare%20Ruimte`. Een token van een koppeling geldt \
            voor zijn scopes: `lezen` (GET) en `schrijven` (al het andere).\n\n\
            Wat u ziet hangt af van uw rol: een TLO-lid zijn eigen gebied, een afdeling waarvoor zij een opdracht of vraag \
            kreeg, wie indiende de publieke kant daarvan. Wat u niet mag zien, is er voor u niet (404) en telt niet mee in \
            lijsten en cijfers; wat uw rol niet mag, is 403 met de regel `beleid`.\n\n\
            Elk antwoord zegt in `RateLimit` hoeveel verzoeken u nu nog kunt doen; te veel is 429, en `Retry-After` zegt \
            wanneer het weer kan. Wat verdwijnt, staat hier ten minste een half jaar eerder als `deprecated`, en zijn \
            antwoorden zeggen het in `Deprecation` en `Sunset`. Wat er per versie is gewijzigd staat op \
            `/documentatie/wijzigingen.md`.\n\n\
            Zonder identiteitsprovider luistert de server alleen op een loopback-adres en gelden \
            ontwikkelidentiteiten: `Authorization: Bearer ontwikkel:ROL` of `ontwikkel:ROL:NAAM`, bijvoorbeeld \
            `ontwikkel:tlo:Malburgen` of `ontwikkel:afdeling:Openbare%20Ruimte`.",
        contact(name = "Wijkspoor", url = "https://wijkspoor.example", email = "team@wijkspoor.example"),
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/v1", description = "Deze server")),
    components(schemas(Problem)),
    tags(
        (name = "Initiatieven", description = "Indienen, zoeken, lezen en verder brengen"),
        (name = "Opdrachten", description = "Opdrachten aan afdelingen van de kernorganisatie"),
        (name = "Besluiten", description = "Besluiten met motivering en mandaat, en het terugdraaien ervan"),
        (name = "Feiten", description = "Wat er naast de stappen wordt vastgelegd, wat op antwoord wacht, wat ontbreekt"),
        (name = "Signalen", description = "Wat er speelt voordat iemand een initiatief indient"),
        (name = "Wijkprogrammas", description = "Wat een gebied in een jaar van plan is, en van wie dat komt"),
        (name = "Budgetten", description = "Het geld per gebied en jaar, en wat ervan aan initiatieven is toegekend"),
        (name = "Dossier", description = "Tijdlijn, terugkoppelingen, notities, mensen en partners"),
        (name = "Verantwoording", description = "Een dossier zoals het was en zoals het bekend was, wat een beslisser kon zien, en wie wat inzag"),
        (name = "Stagnatie", description = "Wie aan zet is en wat stilligt"),
        (name = "Werkstromen", description = "De definities van de werkstroom"),
        (name = "Inrichting", description = "De organisatie: gebieden, afdelingen, redenen en beleid"),
        (name = "Openbaar", description = "Cijfers die iedereen mag zien: kleine groepen staan er niet in"),
        (name = "Berichten", description = "Wat er gebeurde, voor andere systemen: om op te halen, te volgen of te laten bezorgen"),
        (name = "Controle", description = "Bewijs dat aan het log niets is veranderd, voor wie het zelf wil nagaan"),
        (name = "ZGW", description = "Initiatieven in de vorm van de API's voor zaakgericht werken"),
        (name = "Archief", description = "Bewaartermijnen: wat vernietigd moet worden, voorstel, goedkeuring, uitvoering en verklaring"),
        (name = "Persoonsgegevens", description = "Wissen wat van personen is, en het register daarvan"),
        (name = "Systeem", description = "Gezondheid en documentatie"),
    ),
)]
struct Document;

/// The document that is served and published.
pub fn document() -> Json {
    let app = actix_web::App::new().into_utoipa_app().openapi(Document::openapi());
    // The version stands in the address of the server (ADR uri-version), so the paths are without it.
    let scope = utoipa_actix_web::scope("").configure(routes::routes);
    let (_, openapi) = app.service(scope).split_for_parts();
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Een toegangstoken van de identiteitsprovider van de gemeente, voor deze API (`aud`); zonder \
                provider een ontwikkelidentiteit. Zie boven.",
        }
    });
    document["components"]["headers"] = json!({
        "RateLimit": header("Hoeveel verzoeken u nu nog kunt doen (`r`), en over hoeveel seconden dat er weer meer zijn (`t`)",
            "\"aangemeld\";r=2999;t=1"),
        "RateLimit-Policy": header("Hoeveel verzoeken (`q`) in hoeveel seconden (`w`)", "\"aangemeld\";q=3000;w=60"),
        "Retry-After": header("Over hoeveel seconden het opnieuw kan", "5"),
    });
    // Without a provider a request may come without a token; with one it gets 401.
    document["security"] = json!([{ "bearer": [] }, {}]);
    // utoipa says of a struct that it takes no other fields, but not of the variants of an enum.
    let actions = document["components"]["schemas"]["NieuweOpdrachtactie"]["oneOf"].as_array_mut();
    for variant in actions.into_iter().flatten() {
        variant["additionalProperties"] = json!(false);
    }
    document["webhooks"] = webhooks();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            complete(path, method, operation);
        }
    }
    document
}

/// What is delivered to who has a subscription.
fn webhooks() -> Json {
    let header = |name: &str, description: &str, pattern: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": description,
            "schema": { "type": "string", "maxLength": 1000, "pattern": pattern },
        })
    };
    let answer = |description: &str| json!({ "description": description });
    json!({ "gebeurtenis": { "post": {
        "operationId": "ontvangGebeurtenis",
        "summary": "Ontvang een gebeurtenis",
        "tags": ["Berichten"],
        "description": "Wat Wijkspoor bezorgt bij het adres van een abonnement: één gebeurtenis per verzoek, per abonnement in de volgorde van het log, minstens één keer. Controleer de handtekening (Standard Webhooks), sla over wat u al kent (`webhook-id`), en antwoord binnen 20 seconden. Voordat er wordt bezorgd, en na opzegging opnieuw, vraagt een OPTIONS met `WebHook-Request-Origin` of dat mag; antwoord met `WebHook-Allowed-Origin`. Doorsturen wordt niet gevolgd.",
        "security": [],
        "parameters": [
            header("webhook-id", "Het id van de gebeurtenis; bij elke poging hetzelfde.", "^[A-Za-z0-9-]+$"),
            header("webhook-timestamp", "Wanneer deze poging is ondertekend, in seconden sinds 1970.", "^[0-9]+$"),
            header("webhook-signature", "Een of meer handtekeningen, met spaties ertussen.", "^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$"),
            header("WebHook-Request-Origin", "De naam van deze server.", "^[A-Za-z0-9.:-]+$"),
        ],
        "requestBody": { "required": true, "content": {
            "application/cloudevents+json": { "schema": { "$ref": "#/components/schemas/Gebeurtenis" } },
        } },
        "responses": {
            "2XX": answer("Ontvangen"),
            "410": answer("Niet meer bezorgen: het abonnement stopt"),
            "429": answer("Te snel; `Retry-After` wordt gehoorzaamd"),
            "503": answer("Nu niet; het wordt opnieuw geprobeerd, minstens 24 uur lang"),
        },
    } } })
}

/// What every operation of its kind has: the key of a write, the errors, the headers of an answer. `If-Match` is no
/// declared parameter: whatever fits its form must be accepted then, while a stale version must be refused.
fn complete(path: &str, method: &str, operation: &mut Json) {
    let write = method == "post";
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let id = id.as_str();
    let open = beleid::openbaar(id);
    if open {
        operation["security"] = json!([]);
    }
    let leest = LEZEN.contains(&id);
    if leest && !ALTIJD_VERS.contains(&id) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        operation["parameters"] = parameters.into_iter().chain([if_none_match()]).collect();
        operation["responses"]["304"] = json!({ "description": "Niet gewijzigd" });
    }
    if write && !HERHAALBAAR.contains(&path) {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        operation["parameters"] = parameters.into_iter().chain([idempotency_key()]).collect();
    }
    let parameters = operation.get_mut("parameters").and_then(Json::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        if let Some((_, text)) = PARAMETERS.iter().find(|(known, _)| *known == name) {
            parameter["description"] = json!(text);
        }
    }
    let pages = operation["parameters"].as_array().is_some_and(|p| p.iter().any(|p| p["name"] == "cursor"));
    let errors = [
        ("400", true, "Ongeldige invoer; alle fouten samen in invalidParams"),
        ("401", !open, "Er is geen token, of het is niet geldig"),
        (
            "403",
            !open,
            "U mag dit niet: de rol of de scope ontbreekt, of u vraagt cijfers van wat u niet mag zien",
        ),
        ("404", pages || path.contains('{') || path == "/wissingen", "Niet gevonden, of niet voor u"),
        (
            "409",
            write,
            "Een regel staat dit niet toe, of de Idempotency-Key is al gebruikt voor een ander verzoek",
        ),
        (
            "412",
            write && path.contains("{id}"),
            "De If-Match noemt een andere versie: het is intussen gewijzigd",
        ),
        ("413", write, "Verzoek te groot"),
        ("415", write, "Geen JSON"),
        ("429", !VRIJ.contains(&id), "Te veel verzoeken; `Retry-After` zegt wanneer het weer kan"),
        ("500", true, "Storing"),
        (
            "503",
            !matches!(path, "/gezondheid" | "/openapi.json"),
            "De database of de identiteitsprovider antwoordt niet; probeer het zo weer",
        ),
    ];
    for (status, applies, description) in errors {
        if applies {
            operation["responses"][status] = json!({
                "description": description,
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Probleem" } } },
            });
        }
    }
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        response["headers"]["API-Version"] = header("De volledige versie van de API", "1.0.0");
        if !VRIJ.contains(&id) {
            for name in ["RateLimit", "RateLimit-Policy"] {
                response["headers"][name] = json!({ "$ref": format!("#/components/headers/{name}") });
            }
        }
        if matches!(status.as_str(), "429" | "503") {
            response["headers"]["Retry-After"] = json!({ "$ref": "#/components/headers/Retry-After" });
        }
        let versie = status == "201" || (status == "200" && write && path.contains("{id}"));
        if versie || (leest && matches!(status.as_str(), "200" | "304")) {
            response["headers"]["ETag"] = header("De versie", "\"12\"");
        }
        if status == "201" {
            response["headers"]["Location"] = header("Waar het te lezen is", "/v1/initiatieven/…");
        }
    }
}

/// What the query parameters with a schema of their own are for: utoipa drops their comments.
const PARAMETERS: &[(&str, &str)] = &[
    ("activiteit", "Alleen van deze soort verwerking."),
    (
        "gebeurdOp",
        "Zoals het toen was: wat later gebeurde telt niet. Een datum telt tot het eind van die dag.",
    ),
    ("rol", "Alleen in deze rol."),
    ("totBekendOp", "Het tweede moment: zoals het toen bekend was. Een datum telt tot het eind van die dag."),
    ("totGebeurdOp", "Het tweede moment: zoals het toen was. Een datum telt tot het eind van die dag."),
    ("vanBekendOp", "Het eerste moment: zoals het toen bekend was. Een datum telt tot het eind van die dag."),
    ("vanGebeurdOp", "Het eerste moment: zoals het toen was. Een datum telt tot het eind van die dag."),
    ("alarm", "Alleen waar een beheerder naar moet kijken, of juist niet."),
    ("aard", "Alleen van deze aard: een reden van blokkade, een soort vraag, `eerste` of `opnieuw`."),
    (
        "bekendOp",
        "Zoals het aan het eind van deze dag bekend was: wat later is vastgelegd telt niet, ook geen terugdraaiing.",
    ),
    ("genomenTotEnMet", "Alleen wat op deze dag of eerder is genomen."),
    ("genomenVanaf", "Alleen wat op deze dag of later is genomen."),
    ("normTotEnMet", "Alleen waarvan de norm op deze dag of eerder afliep."),
    ("normVanaf", "Alleen waarvan de norm op deze dag of later afloopt."),
    ("nieuwSinds", "Alleen wat na het eind van deze dag is vastgelegd of teruggedraaid."),
    (
        "opDag",
        "Wat er op deze dag vernietigd moet zijn; zonder opgave vandaag. Een latere dag laat zien wat er aankomt.",
    ),
    ("begonnenVanaf", "Alleen wat op deze dag of later begon."),
    ("normVanaf", "Alleen waarvan de laatste dag van de norm deze dag of later is."),
    ("normTotEnMet", "Alleen waarvan de laatste dag van de norm deze dag of eerder is."),
    ("begonnenTotEnMet", "Alleen wat op deze dag of eerder begon."),
    ("enPer", "Waarnaar verder wordt verdeeld."),
    ("bij", "Alleen wat aan deze afdeling, partner of dit programma is gevraagd."),
    ("afdeling", "Alleen waar deze afdeling aan zet is."),
    ("categorie", "Alleen in deze categorie."),
    ("fase", "Alleen in deze fase."),
    ("gebied", "Alleen in dit gebied."),
    ("gesignaleerd", "Alleen wat de wekker heeft gesignaleerd, of juist niet."),
    ("kenmerk", "Alleen met precies dit kenmerk."),
    ("metAard", "De andere groep: van deze aard."),
    ("metBegonnenTotEnMet", "De andere groep: wat op deze dag of eerder begon."),
    ("metBegonnenVanaf", "De andere groep: wat op deze dag of later begon."),
    ("metCategorie", "De andere groep: in deze categorie."),
    ("metGebied", "De andere groep: in dit gebied."),
    ("metNaam", "De andere groep: van de afdeling of partner met deze naam."),
    ("metPartij", "De andere groep: waar dit soort partij aan zet is."),
    ("metThema", "De andere groep: met dit thema."),
    ("metWijk", "De andere groep: in deze wijk."),
    ("naam", "Alleen van de afdeling of partner met deze naam."),
    ("peildatum", "De stand aan het eind van deze dag; anders die van nu."),
    (
        "na",
        "De plaats in het log waarna wordt gelezen: `volgende` uit het vorige antwoord, of `sequence` van een gebeurtenis.",
    ),
    ("op", "De dag waarop het geldt; anders vandaag."),
    ("partij", "Alleen waar dit soort partij aan zet is."),
    ("overNorm", "Alleen wat over zijn norm is."),
    ("periode", "Hoe lang een periode is."),
    ("aantal", "Hoeveel perioden."),
    ("totEnMet", "Een dag in de laatste periode; anders vandaag."),
    ("per", "Waarnaar wordt verdeeld."),
    ("sorteer", "De volgorde; met een - ervoor andersom."),
    ("soort", "Alleen van deze soort."),
    ("status", "Alleen met deze status."),
    ("thema", "Alleen met dit thema."),
    (
        "volgorde",
        "Wat eerst komt: wat het langst wacht (`sinds`), of wat het verst over zijn norm is (`norm`).",
    ),
    ("wijk", "Alleen in deze wijk."),
    (
        "zoek",
        "Alleen met al deze woorden in titel, gebied, wijk, thema of kenmerk; hoofdletters en accenten tellen niet.",
    ),
];

/// Writes that do nothing the second time, with or without a key.
const HERHAALBAAR: &[&str] = &["/werkstroomwijzigingen", "/abonnementen/{id}/acties", "/wissingen"];

fn header(description: &str, example: &str) -> Json {
    json!({ "description": description, "schema": { "type": "string", "maxLength": 1000 }, "example": example })
}

fn if_none_match() -> Json {
    json!({
        "name": "If-None-Match", "in": "header", "required": false,
        "description": "De ETag die u al hebt; is die er nog, dan 304.",
        "schema": { "type": "string" },
    })
}

fn idempotency_key() -> Json {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Een sleutel van u voor dit verzoek; een UUID is een goede keuze. Hij geldt voor u alleen, en blijft gelden.",
        "schema": { "type": "string", "pattern": KEY_PATTERN },
    })
}
