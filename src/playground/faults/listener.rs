//! The listening socket and the TCP connections that came through it: they can be broken, and the server can be away.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::playground::state::Hub;

/// Pause before the next attempt when the system refuses a connection or a port.
const PAUSE: Duration = Duration::from_millis(50);
/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Listens, unless it was ordered to be away.
pub struct Listener {
    address: SocketAddr,
    /// `None` while it is away.
    socket: Option<TcpListener>,
    away: watch::Receiver<Duration>,
    /// Cancelled to break every connection.
    all: CancellationToken,
    /// Whether connections can be broken at all; where they cannot, they cost nothing more.
    breaks: bool,
}

impl Listener {
    /// Listens on `socket`, obedient to the orders that `hub` takes.
    pub fn new(socket: TcpListener, hub: &Arc<Hub>) -> Self {
        Self {
            address: hub.address,
            socket: Some(socket),
            away: hub.faults.away.subscribe(),
            all: CancellationToken::new(),
            breaks: hub.options.gateway_control,
        }
    }

    /// Breaks all connections, and has new ones refused for that long. The port stays reserved.
    async fn leave(&mut self, duration: Duration) {
        std::mem::take(&mut self.all).cancel();
        self.socket = None;
        // A socket that is bound but does not listen: the system refuses connections, and gives the port to nobody else.
        let reserved = again(|| {
            let socket = TcpSocket::new_v4()?;
            socket.set_reuseaddr(true)?;
            socket.bind(self.address).map(|()| socket)
        })
        .await;
        sleep(duration).await;
        match reserved.listen(BACKLOG) {
            Ok(socket) => self.socket = Some(socket),
            Err(error) => tracing::error!(%error, "the playground cannot listen again"),
        }
    }
}

/// Tries until it succeeds.
async fn again<T>(attempt: impl Fn() -> io::Result<T>) -> T {
    loop {
        if let Ok(done) = attempt() {
            return done;
        }
        sleep(PAUSE).await;
    }
}

impl axum::serve::Listener for Listener {
    type Io = Io;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Io, SocketAddr) {
        loop {
            let Some(socket) = &self.socket else {
                return std::future::pending().await;
            };
            let accepted = tokio::select! {
                accepted = socket.accept() => accepted,
                Ok(()) = self.away.changed() => {
                    let duration = *self.away.borrow_and_update();
                    self.leave(duration).await;
                    continue;
                }
            };
            match accepted {
                Ok((stream, address)) => {
                    let switch = self.breaks.then(|| self.all.child_token());
                    return (Io::new(stream, switch), address);
                }
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// The connection that a request came over.
#[derive(Clone, Debug)]
pub struct Connection(Option<CancellationToken>);

impl Connection {
    /// Breaks it at once: what was not sent yet is not sent any more.
    pub fn cut(&self) {
        if let Some(switch) = &self.0 {
            switch.cancel();
        }
    }
}

impl Connected<IncomingStream<'_, Listener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Self(stream.io().switch.clone())
    }
}

/// A TCP connection that ends in an error once it is cut.
pub struct Io {
    stream: TcpStream,
    switch: Option<CancellationToken>,
    cut: Option<Pin<Box<WaitForCancellationFutureOwned>>>,
}

impl Io {
    fn new(stream: TcpStream, switch: Option<CancellationToken>) -> Self {
        let cut = switch
            .clone()
            .map(|switch| Box::pin(switch.cancelled_owned()));
        Self {
            stream,
            switch,
            cut,
        }
    }

    /// Fails when the connection was cut, and else has the task woken when it will be.
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let Some(cut) = &mut self.cut else {
            return Ok(());
        };
        if cut.as_mut().poll(cx).is_pending() {
            return Ok(());
        }
        self.cut = None;
        // The other side is to see a reset and no orderly end.
        let _ = self.stream.set_zero_linger();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl AsyncRead for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Io {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
