use super::*;
use crate::Settings;
use serde_json::json;

fn mapping() -> Mapping {
    let settings: Settings = toml::from_str(
        "issuer = 'https://op.example'\naudience = 'wij'\nrol-claim = 'realm_access.roles'\n\
         gebied-claim = 'https://gemeente.example/gebied'\n\
         [rollen]\nG-TLO = 'tlo'\nG-ADVIES = 'afdeling'\nG-MT = 'management'\nG-KOPPELING = 'systeem'\n",
    )
    .unwrap();
    settings.provider().unwrap().unwrap().mapping
}

fn identity(claims: Json, chosen: Option<&str>) -> Result<Identity, Refusal> {
    let mut claims = claims.as_object().unwrap().clone();
    claims.insert("iss".to_owned(), json!("https://op.example"));
    claims.entry("sub").or_insert(json!("jan"));
    mapping().identity(&claims, chosen)
}

fn refused(claims: Json, chosen: Option<&str>) -> String {
    match identity(claims, chosen) {
        Err(Refusal::NoRole(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

fn roles(roles: &[&str]) -> Json {
    json!({ "realm_access": { "roles": roles }, "https://gemeente.example/gebied": "Malburgen", "afdeling": ["Groen", "Vastgoed"] })
}

#[test]
fn a_role_comes_with_the_name_that_belongs_to_it() {
    let Actor { id, rol, gebied, afdeling } = identity(roles(&["x", "G-TLO"]), None).unwrap().actor;
    assert_eq!((rol, gebied.unwrap().as_str(), afdeling), (Rol::Tlo, "Malburgen", None));
    assert!(id.starts_with("oidc:") && id.len() == 37 && !id.contains("jan"), "{id}");
    let actor = identity(roles(&["G-ADVIES"]), Some("afdeling:Vastgoed")).unwrap().actor;
    assert_eq!((actor.gebied, actor.afdeling.unwrap().as_str()), (None, "Vastgoed"));
    // The same person in another role is the same person.
    assert_eq!(actor.id, id);
}

#[test]
fn a_name_that_is_missing_gives_less_and_never_more() {
    let without = json!({ "realm_access": { "roles": ["G-TLO"] } });
    assert!(refused(without, None).contains("https://gemeente.example/gebied"));
    let every = json!({ "realm_access": { "roles": ["G-TLO"] }, "https://gemeente.example/gebied": ["*"] });
    assert_eq!(identity(every.clone(), None).unwrap().actor.gebied, None);
    assert_eq!(identity(every, Some("tlo:Elden")).unwrap().actor.gebied.unwrap().as_str(), "Elden");
    assert!(refused(roles(&["G-ADVIES"]), None).contains("Groen, Vastgoed"));
    assert!(refused(roles(&["G-ADVIES"]), Some("afdeling:Sport")).contains("die niet in afdeling staat"));
    let number = json!({ "realm_access": { "roles": ["G-TLO"] }, "https://gemeente.example/gebied": 7 });
    refused(number, None);
}

#[test]
fn of_several_roles_the_daily_one_acts_unless_another_is_chosen() {
    let both = roles(&["G-MT", "G-TLO", "G-TLO"]);
    let rol = |chosen| identity(both.clone(), chosen).unwrap().actor.rol;
    assert_eq!((rol(None), rol(Some("management")), rol(Some("tlo"))), (Rol::Tlo, Rol::Management, Rol::Tlo));
    for chosen in ["bestuur", "koning", "", "systeem", "tlo:Elden", "tlo:%FF", "management:x"] {
        refused(both.clone(), Some(chosen));
    }
    assert!(refused(both, Some("bestuur")).contains("u heeft: tlo, management"));
}

#[test]
fn without_a_role_one_is_told_which_there_are() {
    let reason = refused(roles(&["G-TLO2", "g-tlo"]), None);
    assert!(
        reason.contains("G-TLO2, g-tlo") && reason.contains("G-ADVIES, G-KOPPELING, G-MT, G-TLO"),
        "{reason}"
    );
    for claims in
        [json!({}), json!({ "realm_access": [] }), json!({ "realm_access": { "roles": { "G-TLO": 1 } } })]
    {
        assert!(refused(claims, None).contains("geen rollen"));
    }
    // One role as a text is a role; several in one text are not.
    assert_eq!(
        identity(json!({ "realm_access": { "roles": "G-MT" } }), None).unwrap().actor.rol,
        Rol::Management
    );
    refused(json!({ "realm_access": { "roles": "G-MT G-TLO" } }), None);
}

#[test]
fn a_client_is_a_system_with_the_scopes_that_it_was_given() {
    let client = |scope: &str| json!({ "sub": "zaaksysteem", "client_id": "zaaksysteem", "scope": scope });
    let given = |scope: &str| identity(client(scope), None).unwrap();
    assert_eq!(given("schrijven lezen openid").actor.rol, Rol::Systeem);
    assert_eq!(given("schrijven lezen lezen").scopes, Some(vec![Scope::Lezen, Scope::Schrijven]));
    assert_eq!(given("lezen").scopes, Some(vec![Scope::Lezen]));
    assert!(refused(client("openid"), None).contains("lezen, schrijven"));
    // Roles do not make a client somebody.
    let mut ambitious = client("lezen");
    ambitious["realm_access"] = json!({ "roles": ["G-MT"] });
    assert_eq!(identity(ambitious.clone(), None).unwrap().actor.rol, Rol::Systeem);
    refused(ambitious, Some("management"));
    // Where a client has an account of its own, a role says that it is one.
    let account =
        json!({ "azp": "zaaksysteem", "realm_access": { "roles": ["G-KOPPELING"] }, "scope": ["lezen"] });
    assert_eq!(identity(account, None).unwrap().scopes, Some(vec![Scope::Lezen]));
    refused(roles(&["G-KOPPELING"]), None);
}

#[test]
fn scopes_narrow_the_token_of_a_person_and_never_widen_it() {
    let mut claims = roles(&["G-MT"]);
    assert_eq!(identity(claims.clone(), None).unwrap().scopes, None);
    claims["scope"] = json!("openid profile");
    assert_eq!(identity(claims.clone(), None).unwrap().scopes, None);
    claims["scope"] = json!("openid lezen");
    assert_eq!(identity(claims, None).unwrap().scopes, Some(vec![Scope::Lezen]));
}

#[test]
fn a_pseudonym_does_not_mix_issuer_and_subject_up() {
    assert_ne!(pseudonym("https://a", "b"), pseudonym("https://ab", ""));
    assert_ne!(pseudonym("https://a", "b"), pseudonym("https://b", "b"));
    assert!(matches!(identity(json!({ "sub": "" }), None), Err(Refusal::Invalid(_))));
}

#[test]
fn the_choices_are_each_role_with_each_name_and_nothing_that_would_be_refused() {
    let choices = |claims: Json| {
        let chosen = mapping().choices(claims.as_object().unwrap())?;
        let name =
            |actor: &Actor| actor.gebied.as_ref().or(actor.afdeling.as_ref()).map(|n| n.as_str().to_owned());
        Ok(chosen.iter().map(|actor| keuze(actor.rol, name(actor).as_deref())).collect::<Vec<_>>())
    };
    let mut els = roles(&["G-MT", "G-ADVIES", "G-TLO", "koffie"]);
    els["sub"] = json!("els");
    assert_eq!(
        choices(els.clone()),
        Ok(["tlo:Malburgen", "afdeling:Groen", "afdeling:Vastgoed", "management"].map(String::from).to_vec())
    );
    // Every gebied is one choice; a role without its name is none.
    els["https://gemeente.example/gebied"] = json!(["*", "Elden"]);
    els["afdeling"] = json!([]);
    assert_eq!(choices(els.clone()), Ok(["tlo", "management"].map(String::from).to_vec()));
    els["realm_access"]["roles"] = json!(["koffie"]);
    assert!(matches!(choices(els), Err(Refusal::NoRole(reason)) if reason.contains("koffie")));
    let client = json!({ "sub": "zaak", "client_id": "zaak", "scope": "lezen", "realm_access": { "roles": ["G-MT"] } });
    assert_eq!(choices(client), Ok(vec!["systeem".to_owned()]));
}
