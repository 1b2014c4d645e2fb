//! Enums with a code of their own in JSON, definitions, the database and the read models.

/// Makes an enum with its codes, the list of all of them, and a way back from a code.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $naam:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $naam { $($(#[$doc])* #[serde(rename = $code)] $variant),+ }

        impl $naam {
            /// All of them, in the order of the documentation.
            pub const ALLE: &'static [Self] = &[$(Self::$variant),+];

            /// The codes of all of them.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The code in definitions and JSON.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one with this code.
            pub fn van_code(code: &str) -> Option<Self> {
                Self::ALLE.iter().copied().find(|x| x.code() == code)
            }
        }

        impl std::fmt::Display for $naam {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use codes;
