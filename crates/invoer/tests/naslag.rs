//! docs/invoer.md names every step with its columns. `UPDATE_INVOER=1` writes it.

const BEGIN: &str = "<!-- Vanaf hier geschreven door `just invoer`. -->\n\n";

#[test]
fn the_documentation_names_every_step() {
    let pad = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/invoer.md");
    let tekst = std::fs::read_to_string(&pad).unwrap();
    let (begin, naslag) = tekst.split_once(BEGIN).unwrap();
    if std::env::var_os("UPDATE_INVOER").is_some() {
        let nieuw = format!("{begin}{BEGIN}{}", wijkspoor_invoer::naslag());
        std::fs::write(&pad, nieuw.trim_end().to_owned() + "\n").unwrap();
        return;
    }
    assert_eq!(naslag.trim_end(), wijkspoor_invoer::naslag().trim_end(), "write it with UPDATE_INVOER=1");
}
