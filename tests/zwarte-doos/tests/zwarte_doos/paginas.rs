//! What protects whoever looks at a page: headers, cookies, forms of other sites, and where one is sent. Chromium does the rest
//! (tests/browser).

use zwarte_doos::{Database, Server, program};

/// An answer as it goes over the line.
struct Kaal {
    status: u16,
    kop: Vec<(String, String)>,
    inhoud: String,
}

impl Kaal {
    fn header(&self, naam: &str) -> &str {
        self.kop.iter().find(|(n, _)| n == naam).map_or("", |(_, waarde)| waarde)
    }

    fn koekjes(&self) -> impl Iterator<Item = &str> {
        self.kop.iter().filter(|(naam, _)| naam == "set-cookie").map(|(_, waarde)| waarde.as_str())
    }
}

fn vraag(server: &Server, methode: &str, pad: &str, headers: &[(&str, &str)], inhoud: &str) -> Kaal {
    let mut tekst = format!(
        "{methode} {pad} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: text/html\r\n",
        server.address
    );
    for (naam, waarde) in headers {
        tekst += &format!("{naam}: {waarde}\r\n");
    }
    if !inhoud.is_empty() {
        tekst += &format!(
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            inhoud.len()
        );
    }
    let antwoord = server.raw(format!("{tekst}\r\n{inhoud}").as_bytes());
    let (kop, inhoud) =
        antwoord.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{methode} {pad}: {antwoord}"));
    let status = kop.split(' ').nth(1).unwrap().parse().unwrap();
    let kop = kop.lines().skip(1).filter_map(|regel| regel.split_once(": "));
    let kop = kop.map(|(naam, waarde)| (naam.to_ascii_lowercase(), waarde.to_owned())).collect();
    Kaal { status, kop, inhoud: inhoud.to_owned() }
}

/// Signs in, and gives the cookie as a browser sends it back.
fn aangemeld(server: &Server, rol: &str) -> String {
    let antwoord = vraag(server, "POST", "/aanmelden", &[], &format!("rol={rol}&naam=&naar=%2F"));
    assert_eq!(antwoord.status, 303);
    antwoord.koekjes().next().unwrap().split(';').next().unwrap().to_owned()
}

/// The mark of a session in a form that it was shown.
fn bewijs(server: &Server, koekje: &str) -> String {
    let pagina = vraag(server, "GET", "/indienen", &[("Cookie", koekje)], "");
    let rest = pagina
        .inhoud
        .split("name=\"bewijs\" value=\"")
        .nth(1)
        .unwrap_or_else(|| panic!("no form: {}", pagina.inhoud));
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_page_protects_whoever_looks_at_it() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let koekje = aangemeld(&server, "tlo");
    let stijl = vraag(&server, "GET", "/aanmelden", &[], "").inhoud;
    let stijl =
        stijl.split("href=\"/statisch/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    for (status, pad, cookie) in [
        (200, "/aanmelden", ""),
        (303, "/werkvoorraad", ""),
        (200, "/werkvoorraad", koekje.as_str()),
        (200, "/initiatieven", &koekje),
        (404, "/bestaat-niet", ""),
        (404, "/dossier/0198f2c0-0000-7000-8000-000000000000", &koekje),
        (404, "/volgen/geraden", ""),
        (200, &format!("/statisch/{stijl}"), ""),
    ] {
        let pagina = vraag(&server, "GET", pad, &[("Cookie", cookie)], "");
        assert_eq!(pagina.status, status, "{pad}: {}", pagina.inhoud);
        let beleid = pagina.header("content-security-policy");
        for deel in [
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(beleid.contains(deel), "{pad}: {beleid}");
        }
        assert!(!beleid.contains("unsafe"), "{pad}: {beleid}");
        for (naam, waarde) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(pagina.header(naam), waarde, "{naam} of {pad}");
        }
        let bewaren =
            if pad.starts_with("/statisch/") { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(pagina.header("cache-control"), bewaren, "{pad}");
        // The policy would refuse it; so that nobody finds out by a page that does not work.
        for binnenin in ["<script>", " style=\"", " onclick=", " onload=", "javascript:", "<style"] {
            assert!(
                !pagina.inhoud.contains(binnenin) || pad.starts_with("/statisch/"),
                "{binnenin} in {pad}"
            );
        }
    }
    server.stop();
}

#[test]
fn a_session_is_of_one_browser_and_ends() {
    let database = Database::sqlite();
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command
        .env("WIJKSPOOR_PAGINAS_ADRES", "https://wijkspoor.example")
        .args(["serve", "--port", "0", &flag, &place]);
    let server = Server::of(database.folder(), &mut command);
    let antwoord = vraag(&server, "POST", "/aanmelden", &[], "rol=tlo&naam=&naar=%2F");
    for koekje in antwoord.koekjes() {
        assert!(koekje.starts_with("__Host-wijkspoor-"), "{koekje}");
        for deel in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(koekje.contains(deel), "{deel}: {koekje}");
        }
        assert!(!koekje.contains("Domain"), "{koekje}");
    }
    let een = aangemeld(&server, "tlo");
    let ander = aangemeld(&server, "tlo");
    assert_ne!(een, ander, "who signs in again gets another session");
    assert_ne!(bewijs(&server, &een), bewijs(&server, &ander));
    // Nothing of it can be read or changed.
    assert!(!een.contains("ontwikkel") && !een.contains("tlo"), "{een}");
    let (naam, waarde) = een.split_once('=').unwrap();
    let anders = if waarde.starts_with('A') { "B" } else { "A" };
    for cookie in [format!("{naam}={anders}{}", &waarde[1..]), format!("{naam}=x"), format!("{naam}=")] {
        let antwoord = vraag(&server, "GET", "/werkvoorraad", &[("Cookie", &cookie)], "");
        assert_eq!((antwoord.status, antwoord.header("location")), (303, "/aanmelden?naar=%2Fwerkvoorraad"));
    }
    let uit = vraag(
        &server,
        "POST",
        "/afmelden",
        &[("Cookie", &een)],
        &format!("bewijs={}", bewijs(&server, &een)),
    );
    assert_eq!(uit.status, 200);
    assert!(
        uit.koekjes().count() > 0 && uit.koekjes().all(|koekje| koekje.contains("Max-Age=0")),
        "{:?}",
        uit.kop
    );
    server.stop();
}

#[test]
fn a_form_of_another_site_does_nothing() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let (koekje, ander) = (aangemeld(&server, "tlo"), aangemeld(&server, "tlo"));
    let formulier = |bewijs: &str| {
        format!(
            "bewijs={bewijs}&sleutel=0123456789abcdef&titel=Bankje&omschrijving=Zitten&gebied=Noord&thema=groen&oorsprong=bewoners"
        )
    };
    let (goed, vreemd) = (bewijs(&server, &koekje), bewijs(&server, &ander));
    let cookie = ("Cookie", koekje.as_str());
    for (status, headers, bewijs) in [
        (403, vec![cookie, ("Sec-Fetch-Site", "cross-site")], &goed),
        (403, vec![cookie, ("Sec-Fetch-Site", "same-site")], &goed),
        (403, vec![cookie, ("Origin", "https://ander.example")], &goed),
        (403, vec![cookie, ("Origin", "null")], &goed),
        (401, vec![cookie], &vreemd),
        (401, vec![cookie], &String::new()),
        (401, vec![], &goed),
    ] {
        let antwoord = vraag(&server, "POST", "/indienen", &headers, &formulier(bewijs));
        assert_eq!(antwoord.status, status, "{headers:?}: {}", antwoord.inhoud);
        assert!(antwoord.header("content-security-policy").contains("frame-ancestors 'none'"), "{headers:?}");
        assert!(antwoord.inhoud.contains("</html>"), "no page: {}", antwoord.inhoud);
    }
    let er_is = |aantal| {
        assert_eq!(
            server.role("tlo").read("/v1/initiatieven")["initiatieven"].as_array().unwrap().len(),
            aantal
        )
    };
    er_is(0);
    let eigen = format!("http://{}", server.address);
    let headers = [cookie, ("Origin", eigen.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(vraag(&server, "POST", "/indienen", &headers, &formulier(&goed)).status, 303);
    er_is(1);
    server.stop();
}

#[test]
fn whoever_signs_in_stays_here() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    for naar in [
        "https%3A%2F%2Fander.example",
        "%2F%2Fander.example",
        "%2F%09%2Fander.example",
        "%2F%5Cander.example",
        "%0A%2F%2Fander.example",
        "javascript%3Aalert(1)",
    ] {
        let antwoord = vraag(&server, "POST", "/aanmelden", &[], &format!("rol=tlo&naam=&naar={naar}"));
        assert_eq!((antwoord.status, antwoord.header("location")), (303, "/"), "{naar}");
    }
    server.stop();
}
