//! Where it plays: a playground with servers and members enough that nobody asks too much.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use incheon_exports_bot::playground::{Options, Playground, PortChoice};

use crate::load::{self, Members};

/// A playground that is served.
pub struct Stage {
    /// Its address.
    pub url: String,
    /// Who asks in it.
    pub members: Arc<Members>,
    served: CancellationToken,
    playground: JoinHandle<std::io::Result<()>>,
}

/// What every such playground has.
pub fn options() -> Options {
    Options {
        port: PortChoice::Any,
        interaction_deadline: load::DEADLINE,
        more_guilds: load::MORE_GUILDS,
        more_members: load::MORE_MEMBERS,
        ..Options::default()
    }
}

impl Stage {
    /// Serves it.
    pub async fn set(options: Options) -> Self {
        let playground = Playground::bind(options).await.expect("a port is free");
        let (url, served) = (playground.url(), CancellationToken::new());
        Self {
            members: Arc::new(Members::new(url.clone())),
            playground: tokio::spawn(playground.serve(served.clone())),
            url,
            served,
        }
    }

    /// Ends it.
    pub async fn clear(self) {
        self.served.cancel();
        let ended = self.playground.await;
        ended.expect("no panic").expect("it listened");
    }
}
