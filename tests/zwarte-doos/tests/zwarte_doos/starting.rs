//! Trouble at the start, as far as the program's own tests do not see it: one clear line, and no server.

use zwarte_doos::{Database, Output, Server, program, run};

/// The one line with which it refuses.
fn refusal(output: &Output) -> &str {
    let Output { code, stdout, stderr } = output;
    assert!(code.is_some_and(|c| c != 0) && stdout.is_empty(), "{code:?} {stdout} {stderr}");
    let line = stderr.trim_end();
    assert!(
        line.starts_with("wijkspoor: ") && !line.contains('\n') && !line.contains("panicked"),
        "{stderr}"
    );
    line
}

#[test]
fn a_postgresql_of_a_newer_program_is_refused() {
    let database = Database::postgres();
    Server::start(&database).stop();
    database.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, '')");
    for args in [&["serve", "--port", "0"][..], &["lijst"], &["projecties", "herbouw"]] {
        let output = run(program(database.folder()).args(args).args(database.flags()));
        let line = refusal(&output);
        assert!(line.contains("schemaversie 99") && line.contains("nieuwere versie"), "{line}");
    }
}

#[test]
fn a_postgresql_that_is_not_there_is_named_without_its_password() {
    let database = Database::postgres();
    let absent = database.url_of("bestaat_niet");
    for (url, part) in [
        ("postgres://wijk:geheim@127.0.0.1:1/spoor", "127.0.0.1:1/spoor"),
        ("postgres://wijk:geheim@bestaat-niet.invalid/spoor", "bestaat-niet.invalid"),
        ("postgres://wijk:geheim@127.0.0.1:veel/spoor", "de URL klopt niet"),
        (&absent, "bestaat_niet"),
    ] {
        let output = run(program(database.folder()).args(["serve", "--port", "0", "--database", url]));
        let line = refusal(&output);
        assert!(
            line.contains(part) && line.contains("niet bereikbaar") && !line.contains("geheim"),
            "{line}"
        );
    }
}

#[test]
fn settings_that_contradict_or_make_no_sense_are_refused() {
    let database = Database::sqlite();
    let folder = database.folder();
    std::fs::write(folder.join("bestand"), "hallo").unwrap();
    std::fs::create_dir(folder.join("werkstromen")).unwrap();
    std::fs::write(folder.join("werkstromen/fout.toml"), "code = \"proef\"\nversie = \"een\"\n").unwrap();
    for (args, variable, part) in [
        (&["--data-dir", "a", "--database", "b"][..], None, "--database"),
        (&["--port", "65536"], None, "65535"),
        (&["--port", "0"], Some(("WIJKSPOOR_PORT", "veel")), "WIJKSPOOR_PORT"),
        (&["--port", "0", "--data-dir", "bestand"], None, "bestand"),
        (&["--port", "0", "--werkstromen", "werkstromen"], None, "fout.toml"),
        (&["--port", "0", "--database", "/proc/nergens/x.db"], None, "/proc/nergens"),
    ] {
        let output = run(program(folder).arg("serve").args(args).envs(variable));
        let line = refusal(&output);
        assert!(line.contains(part), "{args:?}: {line}");
    }
    assert!(!folder.join("wijkspoor-data").exists(), "a refused start makes nothing");
}

#[test]
fn a_taken_port_leaves_who_has_it_alone() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let port = server.address.rsplit(':').next().unwrap();
    let output = run(program(database.folder()).args(["serve", "--port", port, "--data-dir", "ander"]));
    assert!(refusal(&output).contains("al in gebruik"));
    assert_eq!(server.client().read("/v1/gezondheid")["status"], "in orde");
    assert!(!database.folder().join("ander").exists(), "a refused start makes nothing");
}
