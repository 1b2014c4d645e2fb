//! Where may be delivered: to the world, not to what stands behind the wall. An address that somebody fills in must not make
//! this server speak to its neighbours (SSRF), whatever name he gives them.

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Hosts for which the rules do not hold, as an administrator set them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toegestaan(BTreeSet<String>);

/// The longest address.
pub const MAX: usize = 2000;

impl Toegestaan {
    /// These hosts may be inside, and may be spoken to without TLS.
    pub fn nieuw<S: AsRef<str>>(hosts: impl IntoIterator<Item = S>) -> Self {
        Self(hosts.into_iter().map(|host| kaal(host.as_ref())).filter(|host| !host.is_empty()).collect())
    }

    fn bevat(&self, host: &str) -> bool {
        self.0.contains(&kaal(host))
    }

    /// An address to which may be delivered. What its name stands for is looked at when it is connected to.
    ///
    /// # Errors
    /// Why not, in Dutch.
    pub fn controleer(&self, tekst: &str) -> Result<Url, String> {
        let url: Url = tekst.parse().map_err(|_| "is geen volledig adres; schrijf https://…".to_owned())?;
        let host = url.host_str().unwrap_or_default();
        let gewoon = !self.bevat(host);
        match url.scheme() {
            "https" | "http" if host.is_empty() => Err("noemt geen host".to_owned()),
            "http" if gewoon => Err("moet met https:// beginnen".to_owned()),
            "https" | "http" if !url.username().is_empty() || url.password().is_some() => {
                Err("mag geen naam of wachtwoord bevatten".to_owned())
            }
            "https" | "http" if url.fragment().is_some() => Err("mag geen # bevatten".to_owned()),
            "https" | "http" if url.as_str().len() > MAX => Err(format!("is langer dan {MAX} tekens")),
            // An address without a name is never looked up, so this is the only look at it.
            "https" | "http" => match kaal(host).parse::<IpAddr>() {
                Ok(ip) if gewoon && is_binnen(ip) => Err(BINNEN.to_owned()),
                _ if gewoon && is_eigen_naam(host) => Err(BINNEN.to_owned()),
                _ => Ok(url),
            },
            _ => Err("moet met https:// beginnen".to_owned()),
        }
    }
}

const BINNEN: &str =
    "is een adres op dit apparaat of in een besloten netwerk; een beheerder kan het toestaan";

fn kaal(host: &str) -> String {
    host.trim().trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

fn is_eigen_naam(host: &str) -> bool {
    let host = kaal(host);
    host == "localhost" || host.ends_with(".localhost")
}

/// Whether an address is not one of the public internet.
pub fn is_binnen(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_binnen_v4(ip),
        IpAddr::V6(ip) => is_binnen_v6(ip),
    }
}

fn is_binnen_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || matches!(
            (a, b, c),
            (0 | 224..=255, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _)
        )
}

fn is_binnen_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let v4 = |hoog: u16, laag: u16| is_binnen_v4(Ipv4Addr::from((u32::from(hoog) << 16) | u32::from(laag)));
    match (a, b) {
        // The older one in the newer: as itself, by translation, by tunnel.
        (0, 0) if (c, d, e) == (0, 0, 0) => f != 0xffff || v4(g, h),
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => v4(g, h),
        (0x2002, _) => v4(b, c),
        // The rest of what is set apart: Teredo, benchmarks, documentation.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff) => true,
        // Only this is the public internet: it leaves out local, site and link addresses, and all that is not given out.
        _ => a & 0xe000 != 0x2000,
    }
}

/// Looks names up, and lets only those addresses through to which may be connected: what was seen is what is connected to.
pub(crate) struct Opzoeker(pub(crate) Toegestaan);

impl Resolve for Opzoeker {
    fn resolve(&self, name: Name) -> Resolving {
        let gewoon = !self.0.bevat(name.as_str());
        Box::pin(async move {
            let gevonden = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let mag: Vec<SocketAddr> = gevonden.filter(|plek| !(gewoon && is_binnen(plek.ip()))).collect();
            match mag.is_empty() {
                true => Err(BINNEN.into()),
                false => Ok(Box::new(mag.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    #[test]
    fn nothing_behind_the_wall_is_public() {
        for ip in [
            "127.0.0.1",
            "127.255.0.9",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "4000::1",
        ] {
            assert!(is_binnen(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::",
            "2600::1",
            "2001:4860::1",
        ] {
            assert!(!is_binnen(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn an_address_is_looked_at_in_whatever_form() {
        let streng = Toegestaan::default();
        for fout in [
            "",
            "x",
            "ftp://a.example",
            "http://a.example/",
            "https://u:p@a.example/",
            "https://u@a.example/",
            "https://a.example/#x",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://x.localhost/",
            "https://10.1/",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(streng.controleer(fout).is_err(), "{fout}");
        }
        for goed in ["https://a.example/pad?x=1", "https://a.example:8443/", "https://1.1.1.1/"] {
            assert!(streng.controleer(goed).is_ok(), "{goed}");
        }
        let ruim = Toegestaan::nieuw(["127.0.0.1", "Binnen.example", "::1"]);
        for goed in
            ["http://127.0.0.1:9/", "http://binnen.example/", "https://[::1]:1/", "https://binnen.EXAMPLE./"]
        {
            assert!(ruim.controleer(goed).is_ok(), "{goed}");
        }
        assert!(
            ruim.controleer("http://127.0.0.2/").is_err() && ruim.controleer("https://localhost/").is_err()
        );
    }

    #[tokio::test]
    async fn a_name_that_stands_for_an_address_inside_is_not_connected_to() {
        let zoek =
            |toegestaan: Toegestaan| Opzoeker(toegestaan).resolve(Name::from_str("localhost").unwrap());
        assert!(zoek(Toegestaan::default()).await.is_err());
        let gevonden = zoek(Toegestaan::nieuw(["localhost"])).await.unwrap();
        assert!(gevonden.count() > 0);
    }
}
