//! What is set about the pages, and what follows from it.

use crate::aanmelden::TERUG;
use crate::bezoek::Verversing;
use crate::sessie::Koekjes;
use crate::statisch::Statisch;
use crate::wie::Gedeeld;
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;
use wijkspoor_oidc::{Provider, login::Client};

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instellingen {
    /// Where browsers find the pages: `https://…`. Needed to sign in at a provider.
    pub adres: Option<String>,
    /// The name of this program at the provider.
    pub client_id: Option<String>,
    /// Its secret there, if it has one.
    pub client_secret: Option<String>,
    /// What to ask the provider for besides `openid`, with spaces between.
    pub scope: Option<String>,
    /// For which API the token must be (RFC 8707), if the provider wants to hear that.
    pub resource: Option<String>,
    /// A style sheet with the tokens of the municipality.
    pub stijl: Option<PathBuf>,
}

/// How people sign in.
pub enum Aanmelding {
    /// By choosing a role, on one's own machine.
    Ontwikkel,
    /// At the identity provider.
    Provider(Box<Client>),
    /// Not with a browser: a provider is set, but not how the pages are known there.
    Geen,
}

/// The pages, ready to be served.
#[derive(Clone)]
pub struct Paginas(pub(crate) Arc<Gedeeld>);

impl Instellingen {
    /// From variables of the environment: `WIJKSPOOR_PAGINAS_…`.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            adres: look_up("WIJKSPOOR_PAGINAS_ADRES"),
            client_id: look_up("WIJKSPOOR_PAGINAS_CLIENT_ID"),
            client_secret: look_up("WIJKSPOOR_PAGINAS_CLIENT_SECRET"),
            scope: look_up("WIJKSPOOR_PAGINAS_SCOPE"),
            resource: look_up("WIJKSPOOR_PAGINAS_RESOURCE"),
            stijl: look_up("WIJKSPOOR_PAGINAS_STIJL").map(PathBuf::from),
        }
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        Self {
            adres: self.adres.or(lower.adres),
            client_id: self.client_id.or(lower.client_id),
            client_secret: self.client_secret.or(lower.client_secret),
            scope: self.scope.or(lower.scope),
            resource: self.resource.or(lower.resource),
            stijl: self.stijl.or(lower.stijl),
        }
    }

    /// The pages of a municipality; `provider` is there when identities come from one, `geheim` seals cookies.
    ///
    /// # Errors
    /// When what is set makes no sense, or the style sheet cannot be read.
    pub fn paginas(
        self,
        gemeente: &str,
        provider: Option<Arc<Provider>>,
        geheim: &[u8; 64],
    ) -> Result<Paginas, String> {
        let adres = self.adres.map(|adres| adres.trim_end_matches('/').to_owned());
        if let Some(adres) = &adres
            && !(adres.starts_with("https://") || adres.starts_with("http://"))
        {
            return Err(format!("paginas: adres {adres} moet met https:// beginnen"));
        }
        // Who signs in with a password elsewhere must not carry the session of it around in the clear.
        if let (Some(_), Some(adres)) = (&provider, &adres) {
            wijkspoor_oidc::secure(adres).map_err(|fout| format!("paginas: adres {fout}"))?;
        }
        let eigen = self.stijl.map(|pad| {
            let tekst = std::fs::read_to_string(&pad);
            tekst.map_err(|fout| format!("paginas: de stijl {} is niet te lezen: {fout}", pad.display()))
        });
        let secure = adres.as_ref().is_some_and(|adres| adres.starts_with("https://"));
        let aanmelding = match (provider, self.client_id, &adres) {
            (None, _, _) => Aanmelding::Ontwikkel,
            (Some(provider), Some(id), Some(adres)) => Aanmelding::Provider(Box::new(Client {
                provider,
                id,
                secret: self.client_secret,
                redirect_uri: format!("{adres}{TERUG}"),
                scope: self.scope.unwrap_or_default(),
                resource: self.resource,
            })),
            (Some(_), Some(_), None) => {
                return Err(
                    "paginas: bij client-id hoort een adres: waar browsers de pagina's vinden".to_owned()
                );
            }
            (Some(_), None, _) => Aanmelding::Geen,
        };
        Ok(Paginas(Arc::new(Gedeeld {
            koekjes: Koekjes::new(geheim, secure),
            statisch: Statisch::new(eigen.transpose()?),
            aanmelding,
            verversing: Verversing::default(),
            gemeente: gemeente.to_owned(),
            adres,
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_provider_one_chooses_a_role_and_nonsense_is_refused() {
        let paginas = Instellingen::default().paginas("Arnhem", None, &[0; 64]).unwrap();
        assert!(matches!(paginas.0.aanmelding, Aanmelding::Ontwikkel));
        let onzin = Instellingen { adres: Some("wijkspoor.example".into()), ..Instellingen::default() };
        assert!(onzin.paginas("Arnhem", None, &[0; 64]).err().unwrap().contains("https://"));
        let settings = wijkspoor_oidc::Settings {
            issuer: Some("https://op.example".into()),
            audience: Some("wij".into()),
            rollen: Some([("a".to_owned(), wijkspoor_domain::Rol::Tlo)].into()),
            ..wijkspoor_oidc::Settings::default()
        };
        let oidc = settings.provider().unwrap().unwrap();
        for (adres, goed) in [
            ("http://wijkspoor.example", false),
            ("https://wijkspoor.example", true),
            ("http://127.0.0.1:8080", true),
        ] {
            let provider = Some(Arc::new(Provider::new(&oidc).unwrap()));
            let zo = Instellingen {
                adres: Some(adres.into()),
                client_id: Some("x".into()),
                ..Instellingen::default()
            };
            assert_eq!(zo.paginas("Arnhem", provider, &[0; 64]).is_ok(), goed, "{adres}");
        }
        let weg = Instellingen { stijl: Some("/bestaat/niet.css".into()), ..Instellingen::default() };
        assert!(weg.paginas("Arnhem", None, &[0; 64]).err().unwrap().contains("niet.css"));
    }

    #[test]
    fn a_layer_goes_before_the_next() {
        let laag = |adres: &str| Instellingen { adres: Some(adres.into()), ..Instellingen::default() };
        assert_eq!(laag("a").or(laag("b")).adres.as_deref(), Some("a"));
        let uit = Instellingen::from_environment(|naam| {
            (naam == "WIJKSPOOR_PAGINAS_STIJL").then(|| "x.css".into())
        });
        assert_eq!(uit.stijl, Some("x.css".into()));
    }
}
