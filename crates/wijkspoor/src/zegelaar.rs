//! Signs checkpoints while the server runs: under a lease, so that of all processes one does it. It remembers what it signed, also in
//! a file outside the database, and signs nothing that does not go on from there.

use crate::controle::{Controle, checkpoints, voeg_toe};
use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wijkspoor_berichten::adres::Toegestaan;
use wijkspoor_berichten::post::Post;
use wijkspoor_store::bewijs::{Checkpoint, Note};
use wijkspoor_store::{Kept, Lease, Store};

/// The lease.
const LEASE: &str = "zegelaar";
/// The longest wait before it looks whether it must stop.
const KIJK: Duration = Duration::from_secs(2);

/// Who signs.
pub struct Zegelaar {
    store: Arc<Store>,
    controle: Arc<Controle>,
    post: Post,
    /// What it signed last, as it knows from outside the database.
    onthouden: Option<Checkpoint>,
    /// The note that stands last in the file.
    geschreven: Option<Note>,
    /// Of each witness the size that it has, and whether the latest note was taken.
    getuigen: HashMap<String, Getuige>,
}

#[derive(Debug, Default)]
struct Getuige {
    heeft: u64,
    kreeg: Option<String>,
}

impl Zegelaar {
    /// A signer, with what the file says that was signed before.
    ///
    /// # Errors
    /// When the file holds something else, or no HTTP client can be made.
    pub fn nieuw(
        store: Arc<Store>,
        controle: Arc<Controle>,
        toegestaan: Toegestaan,
        herkomst: &str,
    ) -> Result<Self> {
        let post = Post::nieuw(toegestaan, herkomst).map_err(anyhow::Error::msg)?;
        let (mut onthouden, mut geschreven) = (None, None);
        for pad in controle.bestand.iter().filter(|pad| pad.exists()) {
            for (note, checkpoint) in checkpoints(pad)? {
                note.verify(controle.keyring.known()).map_err(|fout| {
                    anyhow::anyhow!("{}, checkpoint van {}: {fout}", pad.display(), checkpoint.size)
                })?;
                (onthouden, geschreven) = (Some(checkpoint), Some(note));
            }
        }
        Ok(Self { store, controle, post, onthouden, geschreven, getuigen: HashMap::new() })
    }

    /// Signs until `sluit` says to stop, whenever this process has the lease.
    pub async fn zegel(mut self, mut sluit: watch::Receiver<bool>) {
        let elke = self.controle.elke;
        while !*sluit.borrow_and_update() {
            match self.store.database().lease(LEASE).await {
                Ok(Some(lease)) => self.houd_bij(&lease, &mut sluit).await,
                Ok(None) => {}
                Err(fout) => tracing::warn!(%fout, "er worden nu geen checkpoints gemaakt"),
            }
            wacht(elke.min(KIJK), &mut sluit).await;
        }
    }

    async fn houd_bij(&mut self, lease: &Lease, sluit: &mut watch::Receiver<bool>) {
        while lease.is_held() && !*sluit.borrow_and_update() {
            self.ronde().await;
            wacht(self.controle.elke, sluit).await;
        }
    }

    async fn ronde(&mut self) {
        let kept = match self.store.sign_checkpoint(&self.controle.keyring, self.onthouden.as_ref()).await {
            Ok(Some(kept)) => kept,
            Ok(None) => return,
            Err(fout) => {
                tracing::error!(%fout, "er is geen checkpoint gemaakt");
                return;
            }
        };
        self.onthouden = Some(kept.checkpoint.clone());
        if let Err(fout) = self.schrijf(&kept) {
            tracing::error!(%fout, "een checkpoint is niet in het bestand gekomen");
        }
        for adres in self.controle.getuigen.clone() {
            if let Err(fout) = self.vertel(&adres, &kept).await {
                tracing::warn!(
                    adres,
                    fout,
                    "een getuige heeft het checkpoint niet aangenomen; het wordt weer geprobeerd"
                );
            }
        }
    }

    /// Adds a checkpoint to the file, when it is not the last that stands there.
    fn schrijf(&mut self, kept: &Kept) -> Result<()> {
        let Some(pad) = &self.controle.bestand else { return Ok(()) };
        let note: Note = kept.note.parse()?;
        if self.geschreven.as_ref() != Some(&note) {
            voeg_toe(pad, &kept.note)?;
            self.geschreven = Some(note);
        }
        Ok(())
    }

    /// Posts a checkpoint with the proof that it goes on from what the witness has (C2SP tlog-witness): who says with 409 that it has
    /// another size is given the proof from there.
    async fn vertel(&mut self, adres: &str, kept: &Kept) -> Result<(), String> {
        let getuige = self.getuigen.entry(adres.to_owned()).or_default();
        if getuige.kreeg.as_ref() == Some(&kept.note) {
            return Ok(());
        }
        for _ in 0..2 {
            let (heeft, nu) = (getuige.heeft, kept.checkpoint.size);
            let bewijs = self.store.consistency(heeft, nu).await.map_err(|fout| fout.to_string())?;
            let mut tekst = format!("old {heeft}\n");
            for hash in bewijs {
                let _ = writeln!(tekst, "{}", STANDARD.encode(hash));
            }
            tekst += &format!("\n{}", kept.note);
            let antwoord = self.post.stuur_tekst(adres, tekst, self.store.clock().now()).await;
            let antwoord = antwoord.map_err(|fout| fout.fout.unwrap_or_default())?;
            match antwoord.code {
                200..=299 => {
                    *getuige = Getuige { heeft: nu, kreeg: Some(kept.note.clone()) };
                    return Ok(());
                }
                409 => {
                    let grootte = String::from_utf8_lossy(&antwoord.inhoud).trim().parse::<u64>().ok();
                    let grootte = grootte.filter(|grootte| *grootte != heeft && *grootte <= nu);
                    getuige.heeft = grootte.ok_or("zegt dat hij een ander log heeft (409)")?;
                }
                code => return Err(format!("antwoordt met {code}")),
            }
        }
        Err("zegt twee keer dat hij een andere grootte heeft (409)".to_owned())
    }
}

async fn wacht(duur: Duration, sluit: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone: that is to stop as well.
    let _ = tokio::time::timeout(duur, sluit.wait_for(|sluit| *sluit)).await;
}
