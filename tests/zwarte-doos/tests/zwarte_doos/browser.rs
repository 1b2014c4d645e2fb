//! The documentation in a real browser, from the program itself.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use zwarte_doos::{Database, Server, visit};

#[test]
fn the_documentation_shows_every_operation_and_asks_nobody_else() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let seen = visit(database.folder(), &format!("http://{}/documentatie/", server.address));
    assert_eq!(seen.console, Vec::<String>::new());
    let ours = format!("http://{}/", server.address);
    let (own, others): (Vec<_>, Vec<_>) = seen.requests.iter().partition(|r| r.starts_with(&ours));
    assert_eq!(others, Vec::<&String>::new());
    assert!(
        own.iter().any(|r| r.ends_with("/v1/openapi.json")) && own.iter().any(|r| r.ends_with(".js")),
        "{own:?}"
    );

    let document = server.client().read("/v1/openapi.json");
    let mut operations = 0;
    for (path, of_path) in document["paths"].as_object().unwrap() {
        for (method, operation) in of_path.as_object().unwrap() {
            let tag = operation["tags"][0].as_str().unwrap();
            // As Swagger UI names the block of an operation; it encodes the spaces of a tag.
            let id = format!("operations-{tag}-{}", operation["operationId"].as_str().unwrap());
            assert!(seen.page.contains(&id), "{method} {path} is not shown ({id})");
            operations += 1;
        }
    }
    assert!(operations > 20);
    let webhooks = document["webhooks"].as_object().map_or(0, |webhooks| webhooks.len());
    assert_eq!(seen.page.matches("opblock-summary-method").count(), operations + webhooks);
}

/// Whether the test above would see it, if something were wrong.
#[test]
fn the_browser_tells_of_errors_and_of_requests_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let body = "<script src='/eigen.js'></script><script>console.error('ingevoegd')</script>\
            <img src='http://elders.example/x.png'>";
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
            let (kind, body) = match first.contains("/eigen.js") {
                true => ("text/javascript", "console.error('kanarie')"),
                false => ("text/html", body),
            };
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Security-Policy: script-src 'self'";
            let _ = write!(
                connection,
                "{head}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    });
    let seen = visit(folder.path(), &url);
    let console = seen.console.join("\n");
    assert!(console.contains("kanarie") && console.contains("Content Security Policy"), "{console}");
    assert!(!console.contains("\"ingevoegd\""), "an inline script is not run: {console}");
    assert!(seen.requests.iter().any(|r| r == "http://elders.example/x.png"), "{:?}", seen.requests);
}
