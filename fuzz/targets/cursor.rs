//! What clients give back: where a list goes on, the token of a link, an id, and the query of every operation.
//!
//! A cursor that is taken is one for this order, and comes back the same; a link that was altered opens nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use uuid::Uuid;
use wijkspoor_api::reads::cursor::Cursor;
use wijkspoor_api::request::id;
use wijkspoor_api::validation::Validators;
use wijkspoor_api::volglink::Volgsleutel;

static VALIDATORS: LazyLock<(Validators, Vec<String>)> = LazyLock::new(|| {
    let document = wijkspoor_api::document();
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
    let ids =
        operations.filter_map(|operation| Some(operation["operationId"].as_str()?.to_owned())).collect();
    (Validators::new(&document).expect("a valid document"), ids)
});

fuzz_target!(|invoer: (&str, &str, u8, u64, Vec<(u8, u8)>)| {
    let (tekst, order, keus, ronde, veranderingen) = invoer;
    if let Some(cursor) = Cursor::decode(tekst, order) {
        assert_eq!(cursor.order, order);
        assert_eq!(Cursor::decode(&cursor.encode(), order), Some(cursor));
    }
    let eigen = Cursor {
        order: order.to_owned(),
        int: Some(ronde as i64),
        text: Some(tekst.to_owned()),
        id: order.to_owned(),
    };
    match Cursor::decode(&eigen.encode(), order) {
        Some(terug) => assert_eq!(terug, eigen),
        None => assert!(tekst.contains('\0') || order.contains('\0')),
    }
    assert_eq!(Cursor::decode(&eigen.encode(), &format!("-{order}")), None, "a cursor for another order");

    if let Ok(gelezen) = id("id", tekst) {
        assert_eq!(gelezen.to_string(), tekst.to_ascii_lowercase());
    }

    let sleutel = Volgsleutel::new(&[7; 64]);
    let initiatief = Uuid::from_u64_pair(ronde, u64::from(keus));
    let goed = sleutel.token(initiatief, ronde);
    assert!(sleutel.klopt(&goed, initiatief, ronde));
    let mut bytes = goed.clone().into_bytes();
    for (waar, wat) in veranderingen {
        let lengte = bytes.len();
        bytes[usize::from(waar) % lengte] = wat;
    }
    for token in [String::from_utf8(bytes).ok().as_deref(), Some(tekst)].into_iter().flatten() {
        if let Some(van) = Volgsleutel::waarvan(token) {
            assert_eq!(
                sleutel.klopt(token, van, ronde),
                token == goed,
                "a link that was altered opens something"
            );
        }
    }

    let (validators, operaties) = &*VALIDATORS;
    let operatie = &operaties[usize::from(keus) % operaties.len()];
    let paren: Vec<(String, String)> = tekst
        .split('&')
        .map(|deel| deel.split_once('=').unwrap_or((deel, "")))
        .map(|(naam, waarde)| (naam.to_owned(), waarde.to_owned()))
        .collect();
    if let Ok(vraag) = validators.query(operatie, paren.clone()) {
        assert_eq!(vraag.as_object().map(|vraag| vraag.len()), Some(paren.len()), "a parameter is lost");
    }
});
