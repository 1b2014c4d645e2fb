//! Makes the client from the published 3.0 document: progenitor takes no other.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../api-spec/openapi-3.0.json");
    println!("cargo:rerun-if-changed={}", document.display());
    let document: openapiv3::OpenAPI = serde_json::from_str(&fs::read_to_string(document)?)?;
    let mut generator = progenitor::Generator::default();
    let client = syn::parse2(generator.generate_tokens(&document)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("client.rs"), prettyplease::unparse(&client))?;
    Ok(())
}
