//! An orderly end: whoever was being answered is answered.

use crate::initiatief::{Initiatief, notitie};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use zwarte_doos::{Database, Server, wait_until};

pub fn a_request_in_progress_is_finished(database: &Database) {
    let mut server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let (id, pad) = (i.id.clone(), i.pad(""));
    let body = notitie("Tijdens het stoppen").to_string();
    let (first, rest) = body.split_at(10);
    let mut connection = server.connect();
    // The server says "continue" when it has begun to handle the request.
    write!(
        connection,
        "POST {pad}/notities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ontwikkel:tlo\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    )
    .unwrap();
    let mut begun = [0; 25];
    connection.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 100 Continue\r\n\r\n");
    connection.write_all(first.as_bytes()).unwrap();

    server.terminate();
    wait_until("it takes no new connections", || TcpStream::connect(&server.address).is_err());
    connection.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    assert!(answer.contains(&id), "{answer}");
    assert_eq!(server.wait(), Some(0), "{}", server.log());

    let server = Server::start(database);
    let stappen = server.client().all(&format!("{pad}/tijdlijn"), "stappen");
    assert_eq!(stappen.len(), 2);
    assert_eq!(stappen[1]["gegevens"]["tekst"], "Tijdens het stoppen");
    server.stop();
    crate::kill::the_read_models_agree(database);
}

#[test]
fn one_file_for_its_owner_is_left() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    Initiatief::nieuw(&server, "Bankje");
    let folder = database.folder().join("gegevens");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    server.stop();
    let wal = std::fs::metadata(folder.join("wijkspoor.db-wal")).map_or(0, |file| file.len());
    assert_eq!(wal, 0, "a copy of the file alone is whole");
}
