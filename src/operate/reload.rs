//! A new knowledge base under a running bot: when its files change, and on SIGHUP.
//!
//! Files are looked at every second instead of by the system's notices: a base is a handful of small files, reading them
//! costs less than a question does, and it works alike on network drives, on mounted volumes whose links are swapped, and
//! with editors that replace files, where notices differ from system to system.

use std::fmt;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use super::Telemetry;
use crate::knowledge::load::{self, Diagnostic};
use crate::responder::Responder;

/// Time between two looks. A change is taken up when a second look finds no further one, so within two of them.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Which base it is: a hash (FNV-1a, 64 bits) of the names and contents of its JSON files. The same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub(super) u64);

impl Fingerprint {
    /// Of the base in `dir`, with those it includes; files that cannot be read count as absent.
    pub fn of(dir: &Path) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        let mut add = |bytes: &[u8]| {
            for &byte in bytes {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            // No text holds this byte, so that what ends here and begins there makes a difference.
            hash = (hash ^ 0xff).wrapping_mul(0x0100_0000_01b3);
        };
        for (path, text) in load::files(dir) {
            let name = Path::new(&path).file_name().unwrap_or_default();
            add(name.as_encoded_bytes());
            add(text.as_bytes());
        }
        Self(hash)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Keeps a responder's base like its files.
pub struct Reload<L> {
    /// Folder of the base.
    pub data: PathBuf,
    /// The base that the responder was made from.
    pub served: Fingerprint,
    /// Reads and checks the base.
    pub load: L,
    /// Who answers from it.
    pub responder: Arc<Responder>,
    /// Who is told.
    pub telemetry: Arc<Telemetry>,
}

impl<L> Reload<L>
where
    L: Fn() -> Result<Responder, Vec<Diagnostic>> + Clone + Send + 'static,
{
    /// Looks until the task that runs it ends. Cancels `shutdown` when the terminal in which the program was started is
    /// gone, which SIGHUP means as well.
    pub async fn run(self, shutdown: CancellationToken) {
        self.telemetry.serves(&self.responder.base(), self.served);
        let in_terminal = io::stderr().is_terminal();
        let mut hangup = Hangup::new();
        let (mut judged, mut seen) = (self.served, self.served);
        loop {
            let asked = tokio::select! {
                () = hangup.heard() => true,
                () = sleep(LOOK_EVERY) => false,
            };
            if asked && in_terminal && !io::stderr().is_terminal() {
                shutdown.cancel();
                return;
            }
            let data = self.data.clone();
            let Ok(found) = tokio::task::spawn_blocking(move || Fingerprint::of(&data)).await
            else {
                continue;
            };
            // Files are saved one after another: what still changes is not judged yet.
            let settled = found == seen;
            seen = found;
            if asked || (settled && found != judged) {
                judged = found;
                self.reload(found).await;
            }
        }
    }

    async fn reload(&self, found: Fingerprint) {
        let load = self.load.clone();
        let loaded = tokio::task::spawn_blocking(load).await;
        let taken = match loaded {
            Ok(Ok(new)) => {
                self.responder.adopt(new);
                let base = self.responder.base();
                self.telemetry.serves(&base, found);
                let documents = base.documents().len();
                info!(version = %found, documents, "answering from a new base");
                true
            }
            Ok(Err(problems)) => {
                for problem in &problems {
                    error!(%problem, "the new base has a problem");
                }
                let count = problems.len();
                error!(version = %found, count, "the new base is refused; the old one stays");
                false
            }
            Err(_) => {
                error!(version = %found, "the new base cannot be loaded for a fault in this program; the old one stays");
                false
            }
        };
        self.telemetry.reloaded(taken);
    }
}

/// SIGHUP, where there is such a thing.
struct Hangup {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    /// Waits for the next one; for ever where there is none to come.
    async fn heard(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_base_is_known_by_its_files() {
        let dir = std::env::temp_dir().join(format!("fingerprint-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder can be made");
        let write = |name: &str, text: &str| fs::write(dir.join(name), text).expect("written");
        write("a.json", "수출");
        let first = Fingerprint::of(&dir);
        write("notes.txt", "no part of it");
        assert_eq!(Fingerprint::of(&dir), first, "only JSON counts");
        let mut known = vec![first];
        for (name, text) in [
            ("a.json", "수입"),
            ("b.json", ""),
            ("b.json", "수입"),
            ("a.json", ""),
        ] {
            write(name, text);
            let changed = Fingerprint::of(&dir);
            assert!(!known.contains(&changed), "{name} with {text:?} is news");
            known.push(changed);
        }
        fs::remove_dir_all(&dir).expect("it was made");
        assert_eq!(
            Fingerprint::of(&dir).to_string(),
            "cbf29ce484222325",
            "no files"
        );
    }
}
