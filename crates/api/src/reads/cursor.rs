//! Where a list goes on: an opaque text that holds the last row's place in the order.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// The place after which a list goes on: the sort value and the id of the last row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// The order for which it was made.
    pub order: String,
    /// The sort value when it is a number.
    pub int: Option<i64>,
    /// The sort value when it is a text.
    pub text: Option<String>,
    /// The id (or other tie breaker).
    pub id: String,
}

impl Cursor {
    /// As a text for the client.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// From a text of the client; `None` when it was not made here, or for another order.
    pub fn decode(text: &str, order: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let cursor: Self = serde_json::from_slice(&bytes).ok()?;
        // PostgreSQL knows no NUL in a text; nothing that we made holds one.
        let clean = !cursor.id.contains('\0') && !cursor.text.as_deref().is_some_and(|t| t.contains('\0'));
        (clean && cursor.order == order).then_some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_whole_and_only_for_its_order() {
        let cursor = Cursor { order: "titel".into(), int: None, text: Some("é".into()), id: "x".into() };
        assert_eq!(Cursor::decode(&cursor.encode(), "titel"), Some(cursor.clone()));
        assert_eq!(Cursor::decode(&cursor.encode(), "-titel"), None);
        assert_eq!(Cursor::decode("onzin", "titel"), None);
    }
}
