//! What is to be said of a row.

/// Whether it stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ernst {
    /// It is wrong: the initiative is not imported.
    Fout,
    /// It can go on, but somebody should look.
    LetOp,
}

/// What is wrong with a row, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Melding {
    /// Whether it stands in the way.
    pub ernst: Ernst,
    /// The line in the file.
    pub regel: u32,
    /// The column, where it is about one.
    pub kolom: Option<String>,
    /// What is wrong.
    pub wat: String,
    /// What would be right.
    pub wel: String,
}

impl Melding {
    pub(crate) fn fout(regel: u32, kolom: &str, wat: impl Into<String>, wel: impl Into<String>) -> Self {
        let kolom = (!kolom.is_empty()).then(|| kolom.to_owned());
        Self { ernst: Ernst::Fout, regel, kolom, wat: wat.into(), wel: wel.into() }
    }

    pub(crate) fn let_op(regel: u32, wat: impl Into<String>, wel: impl Into<String>) -> Self {
        Self { ernst: Ernst::LetOp, ..Self::fout(regel, "", wat, wel) }
    }

    /// A row names an initiative that is not imported.
    pub fn verwijst_nergens(regel: u32) -> Self {
        let wat = "deze regel noemt een initiatief in dit bestand dat wordt geweigerd";
        Self::fout(regel, "", wat, "verbeter eerst dat initiatief")
    }
}
